export const leftOut = true;
