import assert from 'node:assert/strict';
import test from 'node:test';

import { subtotal } from '../src/cart.js';

test('an empty cart costs nothing', () => assert.equal(subtotal([]), 0));
test('quantities count', () => assert.equal(subtotal([{ priceCents: 999, quantity: 2 }]), 1998));
