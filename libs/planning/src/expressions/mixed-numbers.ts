// JSON has one kind of number, and 1 of it becomes an int of CEL where 0.5 becomes a double. Whether an expression works must
// not depend on whether a ratio happens to be whole, so arithmetic mixes the two, as the comparisons of CEL do: an int beside
// a double is a double.
import { CelScalar, celFunc } from '@bufbuild/cel';

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '_+_': (a, b) => a + b,
  '_-_': (a, b) => a - b,
  '_*_': (a, b) => a * b,
  '_/_': (a, b) => a / b,
};

const { INT, DOUBLE } = CelScalar;

export const mixedNumbers: readonly ReturnType<typeof celFunc>[] = Object.entries(OPERATORS).flatMap(([name, of]) => [
  celFunc(name, [INT, DOUBLE], DOUBLE, (a, b) => of(Number(a), b)),
  celFunc(name, [DOUBLE, INT], DOUBLE, (a, b) => of(a, Number(b))),
]);
