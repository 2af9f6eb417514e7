#!/usr/bin/env node
console.log('service');
