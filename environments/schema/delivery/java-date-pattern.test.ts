import { readDatePattern } from "./java-date-pattern";

describe("a pattern of Java's DateTimeFormatter", () => {
  it.each([
    "yyyy-MM-dd",
    "yyyy/MM/dd/HH",
    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX",
    "'year='yyyy",
    "''yyyy",
    "EEEE d MMMM uuuu G",
    "DDD, ww/YYYY, W, F",
    "h a, K k z VV O Z x",
    "yyyy[-MM[-dd]]",
    "ppd",
    "",
  ])("is taken when Java takes it: %p", (pattern) => {
    expect(readDatePattern(pattern).problem).toBeUndefined();
  });

  it.each([
    ["yyyy-bb", "the letter b is unknown"],
    ["yyyyTHH", "the letter T is unknown"],
    ["ddd", "ddd has more or fewer letters"],
    ["HHH", "HHH has"],
    ["MMMMMM", "MMMMMM has"],
    ["SSSSSSSSSS", "SSSSSSSSSS has"],
    ["cc", "cc has"],
    ["V", "V has"],
    ["OO", "OO has"],
    ["aa", "aa has"],
    ["yyyy'T", "the quote ' is never closed"],
    ["yyyy]", "no [ opens this ]"],
    ["yyyy#MM", "# is reserved"],
    ["yyyy{", "{ is reserved"],
    ["p-", "p pads the letter behind it"],
  ])("is refused when Java refuses it: %p", (pattern, problem) => {
    expect(readDatePattern(pattern).problem).toContain(problem);
  });

  it.each([
    ["yyyy-MM-dd", 10],
    ["'day of 'yyyy", 11],
    ["HH''", 3],
    ["'o''clock'", 7],
    // May and June are shorter than their pattern.
    ["MMMM", 1],
  ])("says how short a date of %p can be", (pattern, length) => {
    expect(readDatePattern(pattern).minLength).toBe(length);
  });
});
