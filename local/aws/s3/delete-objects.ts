import { sendXml } from "../answers.ts";
import { ONLY_VERSION } from "./list-versions.ts";
import { notImplemented, type S3Operation } from "./s3-call.ts";
import { elementsOf, malformedXml, receiveXml, textOf } from "./xml-body.ts";

const OBJECTS_MAX = 1000;
const BYTES_MAX = 2 * 1024 * 1024;

/** `DeleteObjects`: each by itself, as DeleteObject does; what is not there counts as deleted. */
export const deleteObjects: S3Operation = async (call) => {
  const text = await receiveXml(call, BYTES_MAX);
  const objects = elementsOf(text, "Object").map((object) => {
    const key = textOf(object, "Key");
    if (key === undefined) throw malformedXml();
    return { key, version: textOf(object, "VersionId") };
  });
  if (objects.length === 0 || objects.length > OBJECTS_MAX) throw malformedXml();
  if (objects.some(({ version = ONLY_VERSION }) => version !== ONLY_VERSION))
    throw notImplemented("versions");
  const isQuiet = textOf(text, "Quiet") === "true";
  const outcomes = objects.map(({ key, version }) => {
    const action = version === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    if (!call.may(call.caller, action, `${call.bucket.arn}/${key}`)) return { key, refused: true };
    call.bucket.delete(key);
    return { key, refused: false };
  });
  sendXml(call.answer, "DeleteResult", {
    Deleted: isQuiet ? [] : outcomes.filter(({ refused }) => !refused).map(({ key }) => ({ Key: key })),
    Error: outcomes
      .filter(({ refused }) => refused)
      .map(({ key }) => ({ Key: key, Code: "AccessDenied", Message: "Access Denied" })),
  });
};
