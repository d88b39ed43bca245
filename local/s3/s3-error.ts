import { AwsError } from "../aws-error";

/** An error that S3 would answer, with the elements that its XML names beside code and message. */
export class S3Error extends AwsError {
  constructor(
    code: string,
    message: string,
    statusCode: number,
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(code, message, statusCode);
  }
}

/** No bucket of that name. */
export function noSuchBucket(BucketName: string): S3Error {
  return new S3Error("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName });
}

/** No object under that key. */
export function noSuchKey(Key: string): S3Error {
  return new S3Error("NoSuchKey", "The specified key does not exist.", 404, { Key });
}

/** An argument out of range or of the wrong form. */
export function invalidArgument(message: string, ArgumentName: string, ArgumentValue: string): S3Error {
  return new S3Error("InvalidArgument", message, 400, { ArgumentName, ArgumentValue });
}

/** A condition of the request does not hold. */
export function preconditionFailed(Condition: string): S3Error {
  const message = "At least one of the pre-conditions you specified did not hold";
  return new S3Error("PreconditionFailed", message, 412, { Condition });
}

/** What is asked for beside the operation itself is not part of the local S3; `Header` names it. */
export function notImplemented(Header: string): S3Error {
  const message = "A header you provided implies functionality that is not implemented";
  return new S3Error("NotImplemented", message, 501, { Header });
}

/** The body is not the XML that the operation takes. */
export function malformedXml(): S3Error {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return new S3Error("MalformedXML", message, 400);
}

/** Fewer or more bytes came than were announced. */
export function incompleteBody(): S3Error {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
  return new S3Error("IncompleteBody", message, 400);
}
