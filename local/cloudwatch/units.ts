/** CloudWatch's units. */
export const units = [
  ...(["Seconds", "Microseconds", "Milliseconds"] as const),
  ...(["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"] as const),
  ...(["Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count"] as const),
  ...(["Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second"] as const),
  ...(["Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second"] as const),
  ...(["Count/Second", "None"] as const),
] as const;
