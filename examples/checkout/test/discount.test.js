import assert from 'node:assert/strict';
import test from 'node:test';

import { discount } from '../src/discount.js';

test('ten percent of 10.00 is 1.00', () => assert.equal(discount(1000, 10), 100));
test('half a cent goes to the customer', () => assert.equal(discount(1005, 10), 101));
test('a discount over 100 percent is refused', () => assert.throws(() => discount(1000, 101), RangeError));
