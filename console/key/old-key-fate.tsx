import { Notice } from "../parts/notice.tsx";
import { When } from "../parts/when.tsx";
import type { ShownKey } from "./shown-key.ts";

/** What has become of the key before, and who is told. */
export function OldKeyFate({ issued }: { issued: ShownKey }) {
  const { connection, previousKeyStopped, dependents } = issued;
  const { retiring } = connection;
  const told = dependents.count > 0 && (
    <p>
      {dependents.count === 1 ? "One pipeline is" : `${dependents.count} pipelines are`} told:{" "}
      {dependents.first.map(({ name }) => name).join(", ")}
      {dependents.count > dependents.first.length && " …"}
    </p>
  );
  return (
    <Notice kind="good" announced>
      <p>
        <strong>The key is ready.</strong>{" "}
        {previousKeyStopped === true && "The key before has stopped working."}
        {previousKeyStopped === false &&
          !retiring &&
          "The key before is being stopped; AWS has not confirmed it yet."}
        {retiring?.retireAt && (
          <>
            The old key <code>{retiring.accessKeyId}</code> works on until <When at={retiring.retireAt} />, or
            longer while it is in use.
          </>
        )}
      </p>
      {told}
    </Notice>
  );
}
