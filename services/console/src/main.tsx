// The composition root of the page: the only file that starts anything.
import { render } from 'preact';

import { Shell } from './frame/shell.tsx';
import { listenToKeys } from './frame/keys.ts';
import { keepTitle } from './frame/title.ts';
import { listenToAddress } from './route/route.ts';
import { keepPlaces } from './route/scroll-place.ts';
import { nowMs } from './state/link.ts';
import { keepInbox } from './state/inbox.ts';
import { start } from './state/session.ts';
import './style/base.css';
import './style/frame.css';
import './style/screens.css';
import './style/gates.css';
import './style/fleet.css';
import './style/skills.css';
import './style/events.css';
import './style/task.css';
import './style/log.css';

const TICK_MS = 1_000;

listenToAddress();
keepPlaces();
listenToKeys();
setInterval(() => void (nowMs.value = Date.now()), TICK_MS);
const root = document.querySelector('#app');
if (root !== null) render(<Shell />, root);
keepInbox();
keepTitle();
void start();
