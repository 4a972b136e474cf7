// The entry of the workflow bundle: named re-exports only.
export { parkingSession } from './parking-session.ts';
