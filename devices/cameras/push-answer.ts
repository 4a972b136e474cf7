// The answer to a camera: the HTTP answer itself opens the barrier and writes on the lane's display.
import { fen, formatYuan } from '../../domain/money.ts';
import { type GateDecision } from '../../db/queries/gate-decisions.ts';

export interface CameraAnswer {
  readonly Response_AlarmInfoPlate: {
    /** `ok` opens the barrier. */
    readonly info: 'ok' | 'no';
    readonly plateid?: number;
    readonly serialData: readonly { readonly serialChannel: number; readonly data: string; readonly dataLen: number }[];
    readonly ContinuePushOffline?: { readonly plateid: number; readonly continue: 1 };
    /** For people who read along and for lanes that show a code to scan. */
    readonly content: {
      readonly verdict: string;
      readonly code?: string;
      readonly dueFen?: number;
      readonly paymentUrl?: string;
    };
  };
}

const reasons: Readonly<Record<string, string>> = {
  blacklisted: '禁止入场',
  'confidence-too-low': '请呼叫管理员',
  'lane-closed': '通道关闭',
  'lot-full': '车位已满',
  'session-not-found': '无入场记录 请呼叫管理员',
  'unpaid-arrears': '欠费未缴',
  'vehicle-unidentified': '请呼叫管理员',
};

const display = (line: string) => {
  const bytes = Buffer.from(line, 'utf8');
  return { serialChannel: 0, data: bytes.toString('base64'), dataLen: bytes.length };
};

type Decided = Pick<GateDecision, 'direction' | 'verdict' | 'code' | 'dueFen' | 'paymentUrl' | 'decidedBy'>;

const linesOf = (decision: Decided, plateMask: string | undefined): string[] => {
  const who = plateMask === undefined ? [] : [plateMask];
  if (decision.verdict === 'open') return [...who, decision.direction === 'entry' ? '欢迎光临' : '一路平安'];
  if (decision.verdict === 'pay') return [...who, `请缴费 ${formatYuan(fen(decision.dueFen ?? 0))}`];
  if (decision.verdict === 'refuse') return [...who, reasons[decision.code ?? ''] ?? '请呼叫管理员'];
  return [];
};

/** An offline record is confirmed so that the camera sends the next one; it never opens anything. */
export const answerOf = (
  decision: Decided,
  read: { readonly plateId: number; readonly offline: boolean },
  plateMask?: string,
): CameraAnswer => ({
  Response_AlarmInfoPlate: {
    info: decision.verdict === 'open' && !read.offline ? 'ok' : 'no',
    plateid: read.plateId,
    serialData: read.offline ? [] : linesOf(decision, plateMask).map(display),
    ...(read.offline ? { ContinuePushOffline: { plateid: read.plateId, continue: 1 as const } } : {}),
    content: {
      verdict: decision.verdict,
      ...(decision.code === undefined ? {} : { code: decision.code }),
      ...(decision.dueFen === undefined ? {} : { dueFen: decision.dueFen }),
      ...(decision.paymentUrl === undefined ? {} : { paymentUrl: decision.paymentUrl }),
    },
  },
});

/** The answer to a heartbeat: open when a command waits for this camera. */
export const heartbeatAnswer = (open: boolean): CameraAnswer => ({
  Response_AlarmInfoPlate: {
    info: open ? 'ok' : 'no',
    serialData: [],
    content: { verdict: open ? 'open' : 'none' },
  },
});
