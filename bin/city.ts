// npm start: a whole city on this machine. Says what it does, prints where everything is, and stays until it is stopped.
import { readCityArguments } from './city/arguments.ts';
import { guideOf } from './city/guide.ts';
import { type City, startCity } from './city/start.ts';
import { CityUsageError } from './city/usage.ts';
import { announceReady, runUntilSignal } from '../platform/process.ts';

const began = performance.now();
const seconds = (): string => ((performance.now() - began) / 1_000).toFixed(1);
const say = (sentence: string): void => void process.stderr.write(`[${seconds().padStart(5)} s] ${sentence}\n`);

const fail = (error: unknown): never => {
  const usage = error instanceof CityUsageError;
  process.stderr.write(`${usage ? error.message : `The city could not start. ${String(error)}`}\n`);
  process.exit(usage ? 2 : 1);
};

const starting: Promise<City> = (async () => {
  const options = readCityArguments(process.argv.slice(2), process.env);
  say(`a city starts in ${options.folder}`);
  return startCity(options, process.env, say);
})();

// From the first moment on: what has been started by then is stopped, in order.
const done = runUntilSignal(async () => {
  say('stopping: cars, processes, then servers ...');
  const city = await starting.catch(() => undefined);
  await city?.stop();
  say(city === undefined ? 'nothing was running.' : `everything has stopped. The data are kept in ${city.folder}.`);
}, 120_000);

const city = await starting.catch(fail);
process.stdout.write(guideOf(city, seconds()));
if (process.send !== undefined) announceReady({ ...city.addresses });
await done;
