import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  look?: "primary" | "danger" | "plain" | "quiet";
  /** Something is under way: it cannot be pressed again, and says so. */
  busy?: boolean;
}

export function Button({
  look = "plain",
  busy = false,
  className = "",
  children,
  onClick,
  type,
  ...props
}: ButtonProps) {
  return (
    <button
      {...props}
      type={type ?? "button"}
      className={`button ${look} ${className}`}
      aria-disabled={busy || props["aria-disabled"]}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}
