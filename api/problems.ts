// The one table from code to status and words; every refusal and every error becomes a problem (RFC 9457) here.
import { type Refusal, type RefusalCode } from '../domain/refusal.ts';

type ApiCode =
  | 'account-locked'
  | 'already-exists'
  | 'body-too-large'
  | 'code-wrong'
  | 'credentials-wrong'
  | 'cursor-invalid'
  | 'effective-too-early'
  | 'engine-busy'
  | 'forbidden'
  | 'internal'
  | 'key-reused'
  | 'link-expired'
  | 'malformed-calendar'
  | 'malformed-json'
  | 'malformed-request'
  | 'malformed-rows'
  | 'malformed-tariff'
  | 'method-not-allowed'
  | 'not-found'
  | 'out-of-scope'
  | 'rate-limited'
  | 'refresh-reused'
  | 'request-in-progress'
  | 'signature-replayed'
  | 'signature-wrong'
  | 'signed-in-elsewhere'
  | 'stale-version'
  | 'still-referenced'
  | 'tariff-inexpressible'
  | 'tariff-unreadable'
  | 'token-expired'
  | 'unauthenticated'
  | 'unavailable'
  | 'unknown-reference'
  | 'unsupported-media-type'
  | 'version-in-force'
  | 'version-withdrawn';

export type ProblemCode = RefusalCode | ApiCode;

interface Entry {
  readonly status: number;
  readonly en: string;
  readonly zh: string;
}

const entry = (status: number, en: string, zh: string): Entry => ({ status, en, zh });
const refusal = (en: string, zh: string): Entry => entry(409, en, zh);

const problems = {
  'already-decided': refusal('This was decided already', '已处理，不能重复操作'),
  'amount-mismatch': refusal('The amount is not the one that is due', '金额与应付金额不符'),
  'amount-out-of-range': refusal('The amount is outside what is allowed', '金额超出允许范围'),
  'attempt-pending': refusal('Another payment of this bill is not final yet', '该账单有一笔支付尚未完结'),
  'bay-occupied': refusal('The bay is taken', '泊位已被占用'),
  'bill-already-paid': refusal('The bill is paid already', '账单已支付'),
  'bill-not-payable': refusal('The bill cannot be paid', '账单不可支付'),
  blacklisted: refusal('The vehicle is on the black list', '车辆在黑名单中'),
  'close-unchanged': refusal(
    'Nothing has changed since the day was closed or adjusted',
    '日结后数据没有变化，无需调整',
  ),
  'confidence-too-low': refusal('The plate was not read well enough', '车牌识别可信度过低'),
  'day-already-closed': refusal('The day is closed; it can only be adjusted', '当日已日结，只能调整'),
  'day-not-reconciled': refusal('Bills of this day are not reconciled yet', '当日账单尚未对账完成'),
  'exception-not-claimed': refusal('Take the exception on first', '请先认领该差异'),
  'exception-resolved': refusal('The exception is resolved already', '该差异已处理'),
  'gate-closed': refusal('The gate did not open', '道闸未开启'),
  'insufficient-balance': refusal('The balance of the wallet is not enough', '钱包余额不足'),
  'lane-closed': refusal('The lane is closed', '车道已关闭'),
  'lot-full': refusal('The lot is full', '车位已满'),
  'money-in-suspense': refusal('Its money still lies in suspense', '该差异的款项仍在挂账中'),
  'no-tariff': refusal('The lot has no tariff for this stay', '该停车场没有适用的收费规则'),
  'not-parked-here': refusal('The vehicle is not parked here', '车辆不在此处'),
  'nothing-to-give': refusal('There is no money to do this with', '没有可处理的款项'),
  'out-of-order-times': refusal('The times are not in order', '时间顺序不正确'),
  'payment-required': refusal('Something is still due', '尚有未付费用'),
  'plate-conflict': refusal('The session has another plate', '该停车记录已绑定其他车牌'),
  'plate-malformed': refusal('This is not a licence plate', '车牌格式不正确'),
  'refund-not-payable': refusal('The refund cannot be paid out', '该退款不可支付'),
  'same-person': entry(403, 'A second person must do this', '必须由另一人操作'),
  'second-person-required': refusal('A second person must confirm', '需要另一人确认'),
  'session-closed': refusal('The session is closed', '停车记录已结束'),
  'session-not-found': entry(404, 'There is no such session', '没有该停车记录'),
  'stale-question': refusal('The question is out of date', '请求已过时'),
  'unknown-colour': refusal('The colour of the plate must be told', '请指明车牌颜色'),
  'unpaid-arrears': refusal('The vehicle has unpaid arrears', '车辆有欠费'),
  'vehicle-already-inside': refusal('The vehicle is inside already', '车辆已在场内'),
  'vehicle-unidentified': refusal('The vehicle is not identified', '车辆未识别'),

  'account-locked': entry(403, 'The account is locked', '账号已锁定'),
  'already-exists': refusal('This exists already', '已存在相同的记录'),
  'body-too-large': entry(413, 'The body is too large', '请求内容过大'),
  'code-wrong': entry(401, 'The code is wrong or no longer valid', '验证码错误或已失效'),
  'credentials-wrong': entry(401, 'Login or password is wrong', '账号或密码错误'),
  'cursor-invalid': entry(400, 'The cursor is not one of this list', '分页游标无效'),
  'effective-too-early': refusal('A later version cannot begin in the past', '新版本的生效时间不能早于当前时间'),
  'engine-busy': entry(
    503,
    'The answer takes longer than usual; ask again with the same key',
    '处理时间较长，请用同一幂等键重试',
  ),
  forbidden: entry(403, 'The role does not allow this', '没有权限'),
  internal: entry(500, 'Something went wrong on our side', '系统内部错误'),
  'key-reused': entry(422, 'The idempotency key was used for another request', '幂等键已用于其他请求'),
  'link-expired': entry(404, 'The link is wrong or no longer valid', '链接无效或已过期'),
  'malformed-calendar': entry(400, 'The calendar is malformed', '日历文档有误'),
  'malformed-json': entry(400, 'The body is not JSON', '请求内容不是有效的 JSON'),
  'malformed-request': entry(400, 'The request does not fit its description', '请求不符合接口定义'),
  'malformed-rows': entry(400, 'Rows of the file are broken; nothing was imported', '文件中有错误行，未导入任何数据'),
  'malformed-tariff': entry(400, 'The tariff document is malformed', '收费规则文档有误'),
  'method-not-allowed': entry(405, 'The path does not take this method', '不支持该请求方法'),
  'not-found': entry(404, 'There is no such thing here', '未找到'),
  'out-of-scope': entry(403, 'This is outside your lots', '超出您的管辖范围'),
  'rate-limited': entry(429, 'Too many requests', '请求过于频繁'),
  'refresh-reused': entry(401, 'The refresh token was used before; sign in again', '刷新令牌已被使用，请重新登录'),
  'request-in-progress': refusal('The first request with this key is still running', '使用同一幂等键的请求正在处理'),
  'signature-replayed': entry(401, 'The signature was used before', '签名已被使用'),
  'signature-wrong': entry(401, 'The signature is wrong', '签名错误'),
  'signed-in-elsewhere': refusal('Already signed in on another device', '已在其他设备登录'),
  'stale-version': entry(412, 'It was changed meanwhile; read it again', '数据已被修改，请重新读取'),
  'still-referenced': refusal('Something else refers to it', '仍被其他数据引用'),
  'tariff-inexpressible': entry(422, 'The format cannot express this tariff', '该格式无法表达此收费规则'),
  'tariff-unreadable': entry(422, 'This cannot be read as a tariff document', '无法读成收费规则文档'),
  'token-expired': entry(401, 'The token has expired', '令牌已过期'),
  unauthenticated: entry(401, 'Sign in first', '请先登录'),
  unavailable: entry(503, 'A service that this needs does not answer', '依赖的服务暂不可用'),
  'unknown-reference': refusal('Something that is referred to does not exist', '引用的数据不存在'),
  'unsupported-media-type': entry(415, 'The media type is not supported', '不支持的内容类型'),
  'version-in-force': refusal('The version is in force and stays as it is', '该版本已生效，不能再更改'),
  'version-withdrawn': refusal('The version was taken back already', '该版本已撤回'),
} as const satisfies Record<ProblemCode, Entry>;

export const problemCodes = Object.keys(problems) as ProblemCode[];
export const statusOf = (code: ProblemCode): number => problems[code].status;
export const problemText = (code: ProblemCode): Entry => problems[code];
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text);

export interface FieldError {
  /** `/body/name`, `/query/limit`, `/path/lotId`, `/row/3/column/code`. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** The id of the request row that was refused. */
  readonly reference?: string;
  /** It is the answer of an earlier request under the same key. */
  readonly replayed?: boolean;
  readonly cause?: unknown;
}

/** Thrown by whatever cannot go on; the outermost middleware turns it into an answer. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reference: string | undefined;
  readonly replayed: boolean;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    const { detail, errors, retryAfterSeconds, reference, replayed = false, cause } = options;
    super(detail === undefined ? code : `${code}: ${detail}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
    this.reference = reference;
    this.replayed = replayed;
  }
}

export const refused = ({ code, detail }: Refusal): Problem =>
  new Problem(code, detail === undefined ? {} : { detail });

/** A single broken field. */
export const malformed = (pointer: string, code: string, message: string): Problem =>
  new Problem('malformed-request', { errors: [{ pointer, code, message }] });

/** The row that was asked for, or 404: of another company's row nobody learns that it exists. */
export const found = <T>(row: T | null | undefined): T => {
  if (row === null || row === undefined) throw new Problem('not-found');
  return row;
};

export type Language = 'en' | 'zh-CN';

/** The body of a problem. `requestId` is how support finds the log lines. */
export const problemBody = (problem: Problem, language: Language, requestId: string, path: string) => {
  const { status, en, zh } = problems[problem.code];
  return {
    type: `/docs/problems#${problem.code}`,
    title: language === 'zh-CN' ? zh : en,
    status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    instance: path,
    code: problem.code,
    requestId,
    ...(problem.reference === undefined ? {} : { reference: problem.reference }),
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  };
};
