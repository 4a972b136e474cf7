// The servers that every other test stands on: each one answers, and to those it knows only.
import { describe, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { connectAsync } from 'mqtt';
import pg from 'pg';
import { createClient } from 'redis';
import { SEARCH_ATTRIBUTES } from '../../embedded/index.ts';
import { createTestDatabase, testEnvironment } from '../support/environment.ts';

const environment = testEnvironment();

const queryAt = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('PostgreSQL', () => {
  test('serves the database "parking" in UTF-8, with commits that survive a crash', async () => {
    const rows = await queryAt(
      environment.databaseUrl,
      `SELECT current_database() AS database, current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS commit, current_setting('TimeZone') AS zone, upper('é粤b') AS upper`,
    );
    expect(rows).toEqual([
      { database: 'parking', encoding: 'UTF8', fsync: 'on', commit: 'on', zone: 'UTC', upper: 'É粤B' },
    ]);
  });

  test('refuses a wrong password', async () => {
    const url = new URL(environment.databaseUrl);
    url.password = 'guess';
    await expect(queryAt(url.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  test('gives a test a database of its own and takes it back', async () => {
    const database = await createTestDatabase();
    await queryAt(database.url, 'CREATE TABLE only_here (id int)');
    await expect(queryAt(environment.databaseUrl, 'SELECT * FROM only_here')).rejects.toThrow(/does not exist/);
    await database.drop();
    await expect(queryAt(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });
});

describe('Temporal', () => {
  test('has the namespace "default" with every search attribute that workflows use', async () => {
    const connection = await Connection.connect({ address: environment.temporalAddress });
    try {
      const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: 'default' });
      expect(namespaceInfo?.name).toBe('default');
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      expect(Object.keys(customAttributes).sort()).toEqual(
        expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES).sort()),
      );
    } finally {
      await connection.close();
    }
  });
});

describe('Valkey', () => {
  test('keeps what it is told', async () => {
    const client = createClient({ url: environment.redisUrl });
    await client.connect();
    try {
      await client.set('test:embedded', 'kept', { expiration: { type: 'EX', value: 30 } });
      expect(await client.get('test:embedded')).toBe('kept');
    } finally {
      await client.close();
    }
  });

  test('refuses a client without its password', async () => {
    const url = new URL(environment.redisUrl);
    url.password = '';
    const client = createClient({ url: url.href, socket: { reconnectStrategy: false } });
    client.on('error', () => undefined);
    const attempt = async (): Promise<string> => {
      await client.connect();
      return client.ping();
    };
    await expect(attempt()).rejects.toThrow(/NOAUTH/);
    client.destroy();
  });
});

describe('The MQTT broker', () => {
  test('carries a message of the bridge at QoS 1 to its subscriber', async () => {
    const client = await connectAsync(environment.mqttUrl, {
      username: environment.mqttBridgeUsername,
      password: environment.mqttBridgePassword,
    });
    try {
      const arrived = new Promise<string>((resolve) =>
        client.once('message', (topic, payload) => resolve(`${topic} ${payload.toString()}`)),
      );
      await client.subscribeAsync('ps/v1/c/l/+/up/#', { qos: 1 });
      await client.publishAsync('ps/v1/c/l/d/up/event', 'hello', { qos: 1 });
      expect(await arrived).toBe('ps/v1/c/l/d/up/event hello');
    } finally {
      await client.endAsync();
    }
  });
});
