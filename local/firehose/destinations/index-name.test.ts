import { indexName } from "./index-name";

it.each([
  ["NoRotation", "orders"],
  ["OneHour", "orders-2016-02-25-13"],
  ["OneDay", "orders-2016-02-25"],
  ["OneMonth", "orders-2016-02"],
] as const)("with %s an index of 25 February 2016, 13:00 UTC is %s", (rotation, expected) => {
  expect(indexName("orders", rotation, Date.parse("2016-02-25T13:00:00Z"))).toBe(expected);
});

it.each([
  ["2020-08-12", "2020-w33"],
  ["2020-08-15", "2020-w33"],
  ["2020-08-16", "2020-w34"],
  // 1 January 2022 is a Saturday: the days before it are in its week.
  ["2021-12-25", "2021-w52"],
  ["2021-12-26", "2022-w01"],
  ["2022-01-01", "2022-w01"],
  ["2022-01-02", "2022-w02"],
  ["2023-01-01", "2023-w01"],
])("weeks go from Sunday to Saturday: %s is in %s", (day, expected) => {
  expect(indexName("orders", "OneWeek", Date.parse(`${day}T00:00:00Z`))).toBe(`orders-${expected}`);
  expect(indexName("orders", "OneWeek", Date.parse(`${day}T23:59:59.999Z`))).toBe(`orders-${expected}`);
});
