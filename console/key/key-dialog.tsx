import { KeyturnUnreachable, secretIsLost } from "@keyturn/client";
import { useState } from "react";
import { keepConnection } from "../connections/use-connections.ts";
import { ChooseReset } from "./choose-reset.tsx";
import { CreateKey } from "./create-key.tsx";
import type { KeyTarget } from "./key-target.ts";
import { LostAnswer } from "./lost-answer.tsx";
import { RevealedKey } from "./revealed-key.tsx";
import { type ShownKey, withoutSecret } from "./shown-key.ts";

type Step =
  | { is: "choosing" }
  | { is: "revealed"; issued: ShownKey }
  | { is: "lost"; expected: string | null };

interface KeyDialogProps {
  target: KeyTarget;
  onClose: () => void;
}

/** Creates or resets a key, and shows its pair, once. */
export function KeyDialog({ target: given, onClose }: KeyDialogProps) {
  const [target, setTarget] = useState(given);
  const [step, setStep] = useState<Step>({ is: "choosing" });
  const issue = async (body: Parameters<KeyTarget["issue"]>[0]) => {
    try {
      const issued = await target.issue(body);
      keepConnection(issued.connection);
      const isLost = secretIsLost(issued);
      setStep(isLost ? { is: "lost", expected: target.accessKeyId } : { is: "revealed", issued });
    } catch (error) {
      if (!(error instanceof KeyturnUnreachable)) throw error;
      setStep({ is: "lost", expected: target.accessKeyId });
    }
  };
  const again = (now: KeyTarget) => {
    setTarget(now);
    setStep({ is: "choosing" });
  };
  const reload = async () => again(await target.look());
  if (step.is === "revealed") {
    const forget = () => setStep({ is: "revealed", issued: withoutSecret(step.issued) });
    return <RevealedKey issued={step.issued} name={target.name} onForget={forget} onClose={onClose} />;
  }
  if (step.is === "lost") {
    return <LostAnswer target={target} expected={step.expected} onAgain={again} onClose={onClose} />;
  }
  const choosing = { target, issue, onClose, onReload: () => void reload() };
  // Anew for each key that is found there: what was chosen was chosen for another one.
  return target.accessKeyId === null ? (
    <CreateKey {...choosing} />
  ) : (
    <ChooseReset key={target.accessKeyId} {...choosing} accessKeyId={target.accessKeyId} />
  );
}
