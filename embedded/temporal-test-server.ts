// The time-skipping Temporal server of the workflow tests.
import { findProgram } from './binaries.ts';

/** For `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`. */
export const temporalTestServerPath = (): string => findProgram('temporalTestServer');
