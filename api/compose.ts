// Puts the API together from its dependencies. New groups of operations and raw webhooks are added here and nowhere else.
import { type Client } from '@temporalio/client';
import { type PayloadCodec } from '@temporalio/common';
import type Koa from 'koa';
import { type Middleware } from 'koa';
import { type Database } from '../db/database.ts';
import { type Clock } from '../platform/clock.ts';
import { type Config } from '../platform/config.ts';
import { type Log } from '../platform/log.ts';
import { type Probe } from '../platform/operations-server.ts';
import { type Redis } from '../platform/redis.ts';
import { type SmsSender } from '../providers/sms/sms-sender.ts';
import { type PictureStorage } from '../providers/storage/picture-storage.ts';
import { createApp } from './app.ts';
import { asyncApiText } from './async-api.ts';
import { boardStreams } from './board-stream.ts';
import { startBoards } from './boards.ts';
import { cursors as cursorsOf } from './cursors.ts';
import { readDocument } from './document.ts';
import { idempotency } from './idempotency.ts';
import { accessState } from './identity/access-state.ts';
import { authenticator } from './identity/authenticate.ts';
import { tokens as tokensOf } from './identity/tokens.ts';
import { codecOrigin } from './middleware/codec-origin.ts';
import { composePayments } from './payments/compose.ts';
import { type HandlerGroup } from './router.ts';
import { auditRoutes } from './routes/audit.ts';
import { bayRoutes } from './routes/bays.ts';
import { boardRoutes } from './routes/boards.ts';
import { calendarRoutes } from './routes/calendars.ts';
import { codecRoutes } from './routes/codec.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { dailyCloseRoutes } from './routes/daily-closes.ts';
import { detectionRoutes } from './routes/detections.ts';
import { deviceRoutes } from './routes/devices.ts';
import { lotGroupRoutes } from './routes/lot-groups.ts';
import { lotRoutes } from './routes/lots.ts';
import { organisationRoutes } from './routes/organisation.ts';
import { reconciliationExceptionRoutes } from './routes/reconciliation-exceptions.ts';
import { reconciliationRoutes } from './routes/reconciliation.ts';
import { sessionVerbRoutes } from './routes/session-verbs.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { staffRoutes } from './routes/staff.ts';
import { tariffEventRoutes } from './routes/tariff-events.ts';
import { tariffExchangeRoutes } from './routes/tariff-exchange.ts';
import { tariffVerificationRoutes } from './routes/tariff-verification.ts';
import { tariffRoutes } from './routes/tariffs.ts';
import { workflowDoor } from './workflow-door.ts';

export interface ApiDeps {
  readonly config: Pick<
    Config,
    | 'secrets'
    | 'databaseUrl'
    | 'bridgeUrl'
    | 'publicUrl'
    | 'wechatPayUrl'
    | 'alipayUrl'
    | 'temporalUiUrl'
    | 'production'
    | 'providersTaskQueue'
  >;
  readonly database: Database;
  readonly redis: Redis;
  readonly client: Client;
  readonly payloadCodecs: readonly PayloadCodec[];
  readonly clock: Clock;
  readonly log: Log;
  readonly sms: SmsSender;
  readonly storage: PictureStorage;
  /** HMAC key of picture links, the one that `storage` signs with. */
  readonly linkSecret: Buffer;
  readonly probes: readonly Probe[];
  readonly checkAnswers: boolean;
  /** Installations that share one Redis have a prefix each. */
  readonly cachePrefix?: string;
  /** Groups that are composed elsewhere. */
  readonly groups?: readonly HandlerGroup[];
  readonly webhooks?: readonly Middleware[];
}

export interface Api {
  readonly app: Koa;
  /** From here on /readyz says no, and live streams end. */
  drain(): void;
  close(): Promise<void>;
}

export const composeApi = (deps: ApiDeps): Api => {
  const { config, database, redis, log, clock, storage } = deps;
  const { hashKey, dataKey, tokenKey } = config.secrets;
  const access = accessState(database, redis, deps.cachePrefix);
  const tokens = tokensOf(tokenKey);
  const cursors = cursorsOf(tokenKey);
  const door = workflowDoor(deps.client);
  const keys = { hashKey, dataKey };
  const boards = startBoards({ database, databaseUrl: config.databaseUrl, redis, log });
  const streams = boardStreams(boards);
  const payments = composePayments({ config, database, access, cursors, clock, log });
  let draining = false;
  const groups: HandlerGroup[] = [
    signInRoutes({ database, access, tokens, sms: deps.sms, hashKey, dataKey }),
    staffRoutes({ cursors, access, dataKey }),
    organisationRoutes({ cursors, access }),
    lotRoutes({ cursors, access, boards }),
    bayRoutes({ cursors }),
    tariffRoutes({ cursors }),
    tariffVerificationRoutes(),
    tariffExchangeRoutes(),
    tariffEventRoutes({ cursors }),
    lotGroupRoutes({ cursors }),
    calendarRoutes({ cursors }),
    deviceRoutes({ cursors, dataKey, bridgeUrl: config.bridgeUrl }),
    boardRoutes({ boards, streams, cursors }),
    sessionRoutes({ cursors, keys, storage, door }),
    sessionVerbRoutes({ door, keys }),
    correctionRoutes({ keys }),
    detectionRoutes({ cursors }),
    auditRoutes({ cursors, keys, storage, linkSecret: deps.linkSecret }),
    codecRoutes(deps.payloadCodecs),
    ...payments.groups,
    reconciliationRoutes({ cursors, providersTaskQueue: config.providersTaskQueue }),
    reconciliationExceptionRoutes({ cursors }),
    dailyCloseRoutes({ cursors }),
    ...(deps.groups ?? []),
  ];
  const app = createApp({
    database,
    clock,
    log,
    groups,
    authenticate: authenticator({ database, access, tokens, keys: { tokenKey, dataKey } }),
    idempotency: idempotency(dataKey),
    checkAnswers: deps.checkAnswers,
    document: readDocument(),
    asyncApi: asyncApiText,
    webhooks: [codecOrigin(config.temporalUiUrl), ...payments.webhooks, ...(deps.webhooks ?? [])],
    probes: deps.probes,
    isDraining: () => draining,
    behindProxy: config.production,
  });
  return {
    app,
    drain: () => {
      draining = true;
      streams.close();
    },
    close: () => boards.close(),
  };
};
