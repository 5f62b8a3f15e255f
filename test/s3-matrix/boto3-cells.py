"""Does each cell that standard input names with boto3, and prints what came of it: one JSON value a line."""

import json
import sys
import time

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
SEED = given["seed"].encode()
LARGE = b"x" * given["largeBytes"]
IN_PARTS = TransferConfig(multipart_threshold=5 * 2**20, multipart_chunksize=5 * 2**20)


def put_in_parts(s3, cell):
    import io

    s3.upload_fileobj(io.BytesIO(LARGE), cell["bucket"], cell["keys"]["parts"], Config=IN_PARTS)
    head = s3.head_object(Bucket=cell["bucket"], Key=cell["keys"]["parts"])
    return head["ContentLength"] == len(LARGE) and head["ETag"].endswith('-2"')


def abort_an_upload(s3, cell):
    named = {"Bucket": cell["bucket"], "Key": cell["keys"]["aborted"]}
    upload = s3.create_multipart_upload(**named)["UploadId"]
    s3.abort_multipart_upload(**named, UploadId=upload)


def delete_many(s3, cell):
    objects = [{"Key": cell["keys"]["many"] + name} for name in ("1", "2")]
    answer = s3.delete_objects(Bucket=cell["bucket"], Delete={"Objects": objects})
    for error in answer.get("Errors", []):
        raise ClientError({"Error": error, "ResponseMetadata": {"HTTPStatusCode": 200}}, "DeleteObjects")


def lists_seed(answer, cell):
    return cell["keys"]["seed"] in [entry["Key"] for entry in answer.get("Contents", [])]


def copied(s3, cell, bucket, key):
    source = {"Bucket": cell["bucket"], "Key": cell["keys"]["seed"]}
    s3.copy_object(CopySource=source, Bucket=bucket, Key=key)


def named(cell, name):
    return {"Bucket": cell["bucket"], "Key": cell["keys"][name]}


DOES = {
    "put": lambda s3, cell: s3.put_object(**named(cell, "new"), Body=SEED),
    "put in parts": put_in_parts,
    "abort an upload": abort_an_upload,
    "get": lambda s3, cell: s3.get_object(**named(cell, "seed"))["Body"].read() == SEED,
    "get a range": lambda s3, cell: s3.get_object(**named(cell, "seed"), Range="bytes=2-4")["Body"].read() == SEED[2:5],
    "head": lambda s3, cell: s3.head_object(**named(cell, "seed"))["ContentLength"] == len(SEED),
    "list": lambda s3, cell: lists_seed(s3.list_objects_v2(Bucket=cell["bucket"], Prefix=cell["folder"]), cell),
    "list (version 1)": lambda s3, cell: lists_seed(s3.list_objects(Bucket=cell["bucket"], Prefix=cell["folder"]), cell),
    "copy": lambda s3, cell: copied(s3, cell, cell["bucket"], cell["keys"]["copy"]),
    "copy out": lambda s3, cell: copied(s3, cell, given["ownBucket"], given["ownCopy"]),
    "delete": lambda s3, cell: s3.delete_object(**named(cell, "doomed")),
    "delete many": delete_many,
    "get what is missing": lambda s3, cell: s3.get_object(**named(cell, "missing")),
    "read tags": lambda s3, cell: s3.get_object_tagging(**named(cell, "seed")),
    "head the bucket": lambda s3, cell: s3.head_bucket(Bucket=cell["bucket"]),
    "list buckets": lambda s3, cell: s3.list_buckets(),
}
PRESIGNED = {
    "get": ("get_object", "seed"),
    "get a range": ("get_object", "seed"),
    "head": ("head_object", "seed"),
    "put": ("put_object", "presigned"),
    "delete": ("delete_object", "presigned"),
}


def client(cell):
    key = cell["key"]
    return boto3.client(
        "s3",
        endpoint_url=given["url"],
        region_name="us-east-1",
        aws_access_key_id=key["accessKeyId"],
        aws_secret_access_key=key["secretAccessKey"],
        aws_session_token=key.get("sessionToken"),
        config=Config(retries={"max_attempts": 0}),
    )


def outcome(s3, cell):
    if "expiresIn" in cell:
        method, key = PRESIGNED[cell["operation"]]
        url = s3.generate_presigned_url(method, Params=named(cell, key), ExpiresIn=cell["expiresIn"])
        return {"url": url, "madeAt": int(time.time() * 1000)}
    try:
        return {"seen": "wrong content" if DOES[cell["operation"]](s3, cell) is False else "works"}
    except ClientError as error:
        return {"seen": error.response["Error"]["Code"]}
    except Exception as error:
        # What a transfer throws names the code in its text alone.
        return {"seen": str(error).partition("(")[2].partition(")")[0] or repr(error)}


clients = {}
for cell in given["cells"]:
    if cell["situation"] not in clients:
        clients[cell["situation"]] = client(cell)
    print(json.dumps(outcome(clients[cell["situation"]], cell)))
