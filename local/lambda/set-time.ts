const MachineDate = Date;

/** How far the time that was set is ahead of the machine's. */
let aheadMs = 0;

const now = () => MachineDate.now() + aheadMs;

const ShiftedDate = new Proxy(MachineDate, {
  construct: (target, given, subclass) => Reflect.construct(target, given.length === 0 ? [now()] : given, subclass),
  apply: () => new MachineDate(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});

/**
 * Has the whole thread's `Date` tell another time than the machine's. It goes on from there at the machine's pace, so
 * that who waits for it to pass does not wait for ever.
 * @param nowMs milliseconds since the epoch
 */
export function setTime(nowMs: number): void {
  aheadMs = nowMs - MachineDate.now();
  globalThis.Date = ShiftedDate;
}
