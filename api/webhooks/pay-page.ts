// The page behind a lane's code: the amount, a button, and the way to the channel. No script, nothing about the car.
import { createHash } from 'node:crypto';
import { type Context, type Middleware } from 'koa';
import { fen, formatYuan } from '../../domain/money.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { type AccessState } from '../identity/access-state.ts';
import { isPayment, type Place, publicDue, startPublicPayment } from '../payments/public.ts';
import { type AttemptPorts } from '../payments/start-attempt.ts';

export interface PayPagePorts extends AttemptPorts {
  readonly access: Pick<AccessState, 'limit'>;
  /** Where a phone goes with a code: the code itself, or the sandbox's page that stands for the channel's app. */
  readonly linkOf: (codeUrl: string) => string;
}

const texts = {
  zh: {
    title: '停车缴费',
    due: '应付金额',
    pay: '微信支付',
    go: '打开支付',
    code: '支付码',
    paid: '已付清，请驶离。',
    nobody: '车道上没有待缴费的车辆。',
    again: '暂时无法支付，请稍后再试。',
  },
  en: {
    title: 'Pay for parking',
    due: 'Amount due',
    pay: 'Pay with WeChat',
    go: 'Open the payment',
    code: 'Payment code',
    paid: 'All paid. You may leave.',
    nobody: 'No car is waiting to pay here.',
    again: 'Paying is not possible right now. Please try again.',
  },
} as const;
type Language = keyof typeof texts;

const style =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:26rem;margin:2rem auto;padding:0 1rem;text-align:center}' +
  'b{display:block;font-size:2.6rem}button,a{display:block;width:100%;box-sizing:border-box;padding:.8rem;margin:1rem 0;' +
  'border:0;border-radius:.5rem;background:#07c160;color:#fff;font-size:1.1rem;text-decoration:none}code{word-break:break-all}';
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (language: Language, content: string): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${texts[language].title}</title><style>${style}</style></head>
<body><h1>${texts[language].title}</h1>${content}</body></html>`;

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;
const amount = (language: Language, amountFen: number): string =>
  `<p>${texts[language].due}<b>${formatYuan(fen(amountFen))}</b></p>`;

const quotePage = async (ports: PayPagePorts, place: Place, language: Language): Promise<string> => {
  const text = texts[language];
  const dueFen = await publicDue(ports, place);
  if (dueFen === undefined) return paragraph(text.nobody);
  if (isRefusal(dueFen)) return paragraph(text.again);
  if (dueFen === 0) return paragraph(text.paid);
  return `${amount(language, dueFen)}<form method="post"><button>${text.pay}</button></form>`;
};

const codePage = async (ports: PayPagePorts, place: Place, language: Language): Promise<string> => {
  const text = texts[language];
  const started = await startPublicPayment(ports, place);
  if (started === undefined) return paragraph(text.nobody);
  if (isRefusal(started) && started.code === 'bill-already-paid') return paragraph(text.paid);
  if (!isPayment(started) || started.codeUrl === null) return paragraph(text.again);
  const link = escaped(ports.linkOf(started.codeUrl));
  const code = `<p>${text.code}<br><code>${escaped(started.codeUrl)}</code></p>`;
  return `${amount(language, started.amountFen)}<a href="${link}">${text.go}</a>${code}`;
};

const path = /^\/pay\/(lane|bay)s\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const limitPerMinute = 60;

const languageOf = (ctx: Context): Language => (ctx.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh');

export const payPages =
  (ports: PayPagePorts): Middleware =>
  async (ctx, next) => {
    const [, kind, id] = path.exec(ctx.path) ?? [];
    if (id === undefined || (ctx.method !== 'GET' && ctx.method !== 'POST')) return next();
    ctx.state['operationId'] = 'payPage';
    await ports.access.limit(`pay/${ctx.ip}`, limitPerMinute, 60);
    const place: Place = { kind: kind === 'lane' ? 'lane' : 'bay', id };
    const language = languageOf(ctx);
    const content = await (ctx.method === 'GET' ? quotePage : codePage)(ports, place, language);
    ctx.set('Content-Security-Policy', policy);
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = page(language, content);
  };
