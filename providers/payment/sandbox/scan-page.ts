// The page a person sees who "scans" a code of the sandbox: what it is for, how much, and a button that pays.
import { fen, formatYuan } from '../../../domain/money.ts';
import { type OrderEntry } from './book.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (content: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>沙箱支付 · Sandbox payment</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 3rem auto; padding: 0 1rem; text-align: center }
.amount { font-size: 2.5rem; margin: 1rem 0 }
.small { color: #595959; font-size: 0.875rem; overflow-wrap: anywhere }
button { font: inherit; width: 100%; padding: 0.75rem; border: 0; border-radius: 0.5rem; background: #06733d; color: #fff }
</style>
</head>
<body>
<main>${content}</main>
<p class="small">沙箱：没有真钱 · Sandbox: no real money moves</p>
</body>
</html>
`;

const orderLines = ({ order }: OrderEntry): string =>
  `<h1>${escape(order.description)}</h1>
<p class="amount">${formatYuan(fen(order.totalFen))}</p>
<p class="small">${escape(order.outTradeNo)}</p>`;

export const scanPage = (entry: OrderEntry): string =>
  page(`${orderLines(entry)}
<form method="post" action="/sandbox/scan">
<input type="hidden" name="code_url" value="${escape(entry.order.codeUrl)}">
<button type="submit">确认支付 · Pay</button>
</form>`);

export const paidPage = (entry: OrderEntry): string => page(`${orderLines(entry)}<p role="status">支付成功 · Paid</p>`);

export const closedPage = (entry: OrderEntry): string =>
  page(`${orderLines(entry)}<p role="status">订单已关闭，请重新取码 · This code is no longer valid</p>`);

export const unknownCodePage = (): string => page('<h1>没有这个二维码 · No such code</h1>');
