import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";

export function LeaveWithout({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog title="The secret is not saved" onClose={onStay}>
      <div className="stack">
        <p>
          You have neither copied nor downloaded the secret access key. Go on, and it is lost: the key would
          have to be reset to get another one.
        </p>
        <div className="row end">
          <Button look="danger" onClick={onLeave}>
            Go on without it
          </Button>
          <Button look="primary" onClick={onStay} autoFocus>
            Back to the secret
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
