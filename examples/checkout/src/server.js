import { createServer } from 'node:http';

import { subtotal } from './cart.js';
import { discount } from './discount.js';

/** `POST /price {"items": [{"priceCents": 999, "quantity": 2}], "percent": 10}` */
export function createCheckout() {
  return createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { items, percent = 0 } = JSON.parse(text);
    const sum = subtotal(items);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ totalCents: sum - discount(sum, percent) }));
  });
}

if (import.meta.url === `file://${process.argv[1]}`) createCheckout().listen(Number(process.env.PORT ?? 8080));
