#!/usr/bin/env node
// Plain JavaScript, because it must still run, and say what is missing, on a Node that is too old for the rest.
import { launch } from './launch.js';

await launch('main');
