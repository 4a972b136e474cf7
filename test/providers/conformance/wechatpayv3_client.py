"""Drives the sandbox gateway with the PyPI client wechatpayv3: one JSON document in on stdin, one out on stdout."""

import json
import sys

from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core
from wechatpayv3.utils import load_private_key, rsa_sign

given = json.load(sys.stdin)
merchant = given["merchant"]
verification = merchant["verification"]

# The client knows one host only and calls it while it is being made: made first, pointed at the sandbox, then started.
start = Core._init_certificates
Core._init_certificates = lambda self: None
client = WeChatPay(
    wechatpay_type=WeChatPayType.NATIVE,
    mchid=merchant["merchantId"],
    private_key=merchant["merchantPrivateKeyPem"],
    cert_serial_no=merchant["merchantSerial"],
    appid=merchant["appId"],
    apiv3_key=merchant["apiV3Key"],
    notify_url=merchant["notifyUrl"],
    public_key=verification.get("publicKeyPem"),
    public_key_id=verification.get("keyId"),
    timeout=(5, 10),
)
client._core._gate_way = merchant["baseUrl"]
if verification["mode"] == "certificates":
    start(client._core)


def answer(result):
    status, text = result
    return {"status": status, "body": json.loads(text) if text else None}


number = given["unpaidOutTradeNo"]
paid = given["paidOutTradeNo"]
answers = {
    "created": answer(client.pay(description="停车费", out_trade_no=number, amount={"total": 300})),
    "found": answer(client.query(out_trade_no=number)),
    "closed": answer(client.close(out_trade_no=number)),
    "paid": answer(client.query(out_trade_no=paid)),
    "refunded": answer(
        client.refund(
            out_refund_no=paid + "_R",
            out_trade_no=paid,
            amount={"refund": 100, "total": given["paidFen"], "currency": "CNY"},
        )
    ),
    "refund": answer(client.query_refund(out_refund_no=paid + "_R")),
    "missing": answer(client.query(out_trade_no="NEVER_CREATED")),
    "notice": client.callback(given["notice"]["headers"], given["notice"]["body"]),
    "forgedNotice": client.callback(given["notice"]["headers"], given["notice"]["body"].replace("EV-", "XX-")),
    "signature": rsa_sign(load_private_key(merchant["merchantPrivateKeyPem"]), given["signThis"]),
    "certificates": len(client._core._certificates),
}
json.dump(answers, sys.stdout)
