export const run = ({ name }) => ({ greeting: `Hello, ${name}` });
