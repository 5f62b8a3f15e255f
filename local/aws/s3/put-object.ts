import { sendEmpty } from "../answers.ts";
import { keptHeaders, refuseUnknownMeaning, setChecksums } from "./object-headers.ts";
import { checkWrite, demandConditions } from "./preconditions.ts";
import { receiveBody } from "./receive-body.ts";
import { demandOnObject, type S3Operation } from "./s3-call.ts";

export const putObject: S3Operation = async (call) => {
  demandOnObject(call, "s3:PutObject");
  demandConditions(call);
  const { bucket, key, request } = call;
  refuseUnknownMeaning(call);
  const headers = keptHeaders(request.headers);
  checkWrite(call);
  const { data, filled } = await bucket.receive(async (file) =>
    receiveBody({ ...call, headers: request.headers, body: request.body }, (piece) => file.writeFile(piece)),
  );
  const { bytes, md5: etag, checksums } = filled;
  try {
    checkWrite(call);
    bucket.put({ key, data, bytes, etag, lastModified: Date.now(), headers, checksums });
  } catch (error) {
    bucket.discard(data);
    throw error;
  }
  call.answer.response.setHeader("etag", `"${etag}"`);
  setChecksums(call.answer.response, { checksums });
  sendEmpty(call.answer, 200);
};
