/** For a terminal: to the line's beginning, and all of it gone (carriage return, ECMA-48 EL). */
export const eraseLine = "\r\u001b[K";
