// The bundle of the bare minimum: it shares nothing with the others.
export { onlyWaits } from './only-waits.js';
