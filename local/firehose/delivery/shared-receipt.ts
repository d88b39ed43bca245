import type { Receipt } from "./delivery-record";

/** A receipt for what one record has become: the record is settled once all `parts` are. */
export function sharedReceipt(receipt: Receipt, parts: number): Receipt {
  let unsettled = parts;
  return {
    settle() {
      unsettled--;
      if (unsettled === 0) receipt.settle();
    },
  };
}
