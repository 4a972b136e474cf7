// The embedded servers, for those who compose processes.
export { startBroker, type BrokerOptions, type EmbeddedBroker } from './broker.ts';
export { findProgram, PROJECT_FOLDER, RUNTIME_FOLDER } from './binaries.ts';
export {
  type Environment,
  type EnvironmentOptions,
  type Need,
  NEEDS,
  removeEnvironment,
  startEnvironment,
} from './environment.ts';
export { type EmbeddedServer } from './launch.ts';
export { choosePort, freePort, type PortWish } from './ports.ts';
export { type Postgres, type PostgresOptions, startPostgres } from './postgres.ts';
export { SEARCH_ATTRIBUTES, searchAttributeList } from './search-attributes.ts';
export { startTemporal, type Temporal, type TemporalOptions } from './temporal.ts';
export { temporalTestServerPath } from './temporal-test-server.ts';
export { startValkey, type Valkey, type ValkeyOptions } from './valkey.ts';
