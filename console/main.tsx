import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { applyTheme, keptTheme } from "./app/theme.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/parts.css";
import "./styles/form.css";
import "./styles/grid.css";
import "./styles/cards.css";
import "./styles/key.css";

applyTheme(keptTheme());
const root = document.getElementById("console");
if (root) createRoot(root).render(<App />);
