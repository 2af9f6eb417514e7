#!/usr/bin/env node
// Plain JavaScript: it must still run on a Node that is too old for the rest, and say what is missing.
import { launch } from './launch.js';

await launch('main');
