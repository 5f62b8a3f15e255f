import { Button } from "../parts/button.tsx";
import { signOut } from "../session/session.ts";
import { useMe } from "../session/use-session.ts";
import { navigate } from "./location.ts";
import { useTheme } from "./theme.ts";

/** Who is signed in, how the page looks, and the way out. */
export function Who() {
  const { name, org, role } = useMe();
  const [theme, nextTheme] = useTheme();
  return (
    <div className="who">
      <p className="who-name">
        <strong>{name}</strong>
        <span className="muted">
          {role.replaceAll("_", " ")} of {org}
        </span>
      </p>
      <div className="row">
        <Button look="quiet" onClick={nextTheme}>
          <span aria-hidden="true">{icons[theme]}</span>
          <span>
            <span className="visually-hidden">Theme: </span>
            {words[theme]}
          </span>
        </Button>
        <Button look="quiet" onClick={leave}>
          Sign out
        </Button>
      </div>
    </div>
  );
}

/** By way of the first page, so that whoever guards something is asked. */
function leave(): void {
  navigate("/");
  signOut("You have signed out.");
}

const icons = { system: "◐", light: "☀", dark: "☾" };
const words = { system: "Auto", light: "Light", dark: "Dark" };
