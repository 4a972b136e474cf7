"""Drives the sandbox gateway with the PyPI client python-alipay-sdk: one JSON document in on stdin, one out on stdout."""

import base64
import io
import json
import sys
import zipfile
from urllib.parse import parse_qsl
from urllib.request import urlopen

from alipay import AliPay

given = json.load(sys.stdin)
merchant = given["merchant"]


def client_with(public_key):
    client = AliPay(
        appid=merchant["appId"],
        app_notify_url=merchant["notifyUrl"],
        app_private_key_string=merchant["merchantPrivateKeyPem"],
        alipay_public_key_string=public_key,
        sign_type="RSA2",
    )
    client._gateway = merchant["baseUrl"] + "/gateway.do"
    return client


client = client_with(merchant["alipayPublicKeyPem"])
# Verifies what our adapter sends: with the key of the app instead of Alipay's.
receiver = client_with(given["appPublicKeyPem"])


def is_genuine_notice(body):
    told = dict(parse_qsl(body))
    return client.verify(told, told.pop("sign"))


def is_genuine_request(body):
    sent = dict(parse_qsl(body))
    signature = sent.pop("sign")
    text = "&".join("{}={}".format(name, value) for name, value in sorted(sent.items()))
    return receiver._verify(text, signature)


def open_page(number):
    order = client.api_alipay_trade_wap_pay(
        subject="停车费",
        out_trade_no=number,
        total_amount="3.00",
        notify_url=merchant["notifyUrl"],
        product_code="QUICK_WAP_WAY",
    )
    return urlopen(client._gateway + "?" + order).status


def bill():
    answer = client.server_api(
        "alipay.data.dataservice.bill.downloadurl.query", {"bill_type": "trade", "bill_date": given["billDate"]}
    )
    with zipfile.ZipFile(io.BytesIO(urlopen(answer["bill_download_url"]).read())) as archive:
        return {
            entry.filename.encode("cp437").decode("gbk"): archive.read(entry).decode("gbk")
            for entry in archive.infolist()
        }


def archive_of(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text.encode("gbk"))
    return base64.b64encode(written.getvalue()).decode()


number = given["unpaidOutTradeNo"]
paid = given["paidOutTradeNo"]
answers = {
    "created": client.api_alipay_trade_precreate(subject="停车费", out_trade_no=number, total_amount="3.00"),
    "unscanned": client.api_alipay_trade_query(out_trade_no=number),
    "page": open_page(number),
    "found": client.api_alipay_trade_query(out_trade_no=number),
    "closed": client.api_alipay_trade_close(out_trade_no=number),
    "paid": client.api_alipay_trade_query(out_trade_no=paid),
    "refunded": client.api_alipay_trade_refund(
        refund_amount="1.00", out_trade_no=paid, out_request_no=paid + "_R", refund_reason="多收退回"
    ),
    "refund": client.api_alipay_trade_fastpay_refund_query(out_request_no=paid + "_R", out_trade_no=paid),
    "missing": client.api_alipay_trade_query(out_trade_no="NEVER_CREATED"),
    "notice": is_genuine_notice(given["notice"]),
    "forgedNotice": is_genuine_notice(given["notice"].replace("total_amount=12.50", "total_amount=12.51")),
    "requests": [is_genuine_request(request) for request in given["requests"]],
    "forgedRequest": is_genuine_request(given["requests"][0].replace("12.50", "12.51")),
    "signature": client._sign(given["signThis"]),
    "bill": bill(),
    "archive": archive_of(given["archiveThis"]),
}
json.dump(answers, sys.stdout)
