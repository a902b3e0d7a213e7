// A bundle of its own, so that what `playbookRun` loads for each run is not loaded for these. Never in the product's bundle.
export { journeyByHand, rescueByHand, twoMailsByHand } from './journeys.js';
