import { readBody } from "../server/read-body";
import { parseXml, type XmlElement } from "../xml";
import type { Checksum } from "./checksum";
import { malformedXml } from "./s3-error";
import type { S3Request } from "./s3-request";

/** A thousand keys of 1,024 bytes, each byte written as a reference. */
const maxBodyBytes = 8 * 1024 * 1024;

/** A document of S3's: content is XML already. */
export function s3Document(root: string, content: string): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`;
}

/** A checksum as elements, none for none. */
export function checksumElements(checksum: Checksum | undefined): string {
  if (!checksum) return "";
  const element = `Checksum${checksum.algorithm}`;
  return `<${element}>${checksum.value}</${element}><ChecksumType>${checksum.type}</ChecksumType>`;
}

/**
 * Reads a request's body as a document.
 * @throws S3Error `MalformedXML` when it is none, or its root has another name
 */
export async function readDocument(request: S3Request, root: string): Promise<XmlElement> {
  const body = await readBody(request.message, maxBodyBytes);
  const document = parseXml(body.toString("utf8"));
  if (document?.name !== root) throw malformedXml();
  return document;
}
