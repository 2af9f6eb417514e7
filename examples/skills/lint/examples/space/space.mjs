export const text = `one 
two`;
