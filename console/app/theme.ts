import { useState } from "react";

const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Remembered in the browser: how the page looks is nothing secret. */
const KEPT_AS = "keyturn-theme";

/** The theme chosen, and the choice of the next one. */
export function useTheme(): [theme: Theme, next: () => void] {
  const [theme, setTheme] = useState(keptTheme);
  return [
    theme,
    () => {
      const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
      applyTheme(next);
      setTheme(next);
    },
  ];
}

export function keptTheme(): Theme {
  const kept = localStorage.getItem(KEPT_AS);
  return themes.find((theme) => theme === kept) ?? "system";
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEPT_AS, theme);
}
