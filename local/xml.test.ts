import fc from "fast-check";
import { childText, escapeXml, parseXml } from "./xml";

describe("XML", () => {
  it("gives back any text that was escaped into it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const document = parseXml(
          `<?xml version="1.0"?>\n<Delete xmlns="x"><Key>${escapeXml(text)}</Key><Quiet/></Delete>`,
        );
        expect(document?.name).toBe("Delete");
        expect(document && childText(document, "Key")).toBe(text);
        expect(document && childText(document, "Quiet")).toBe("");
        expect(document && childText(document, "Other")).toBeUndefined();
      }),
    );
  });

  it("writes what a parser would refuse or change as references", () => {
    expect(escapeXml('\r\n\u0000<>&"')).toBe("&#xD;&#xA;&#x0;&lt;&gt;&amp;&quot;");
  });

  it("knows entities and both kinds of references", () => {
    expect(parseXml("<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;</a>")?.text).toBe("<&>\"'AB");
  });

  it.each(["", "text", "<a>", "<a></b>", "<a><b></a></b>", "</a>", "<a/><b", "<a></a></a>", "<a/>tail", "<a/><b/>"])(
    "is nothing when it is not well formed: %s",
    (document) => {
      expect(parseXml(document)).toBeUndefined();
    },
  );
});
