"""Parks, deducts and transfers with the PyPI client wechatpayv3: one JSON document in on stdin, one out on stdout."""

import json
import sys
import time

from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core

given = json.load(sys.stdin)
merchant = given["merchant"]
verification = merchant["verification"]

# The client knows one host only: made first, then pointed at the sandbox.
Core._init_certificates = lambda self: None
client = WeChatPay(
    wechatpay_type=WeChatPayType.NATIVE,
    mchid=merchant["merchantId"],
    private_key=merchant["merchantPrivateKeyPem"],
    cert_serial_no=merchant["merchantSerial"],
    appid=merchant["appId"],
    apiv3_key=merchant["apiV3Key"],
    notify_url=merchant["notifyUrl"],
    public_key=verification["publicKeyPem"],
    public_key_id=verification["keyId"],
    timeout=(5, 10),
)
client._core._gate_way = merchant["baseUrl"]


def answer(result):
    status, text = result
    return {"status": status, "body": json.loads(text) if text else None}


stay = {
    "plate_number": given["plateNumber"],
    "plate_color": "BLUE",
    "start_time": "2026-03-02T14:00:00+08:00",
    "parking_name": "市民中心停车场",
}
entered = answer(client.parking_enter(out_parking_no="PYTHON_STAY", free_duration=900, **stay))
ordered = answer(
    client.parking_order(
        description="停车费",
        out_trade_no="PYTHON_DEDUCTION",
        total=1500,
        parking_id=entered["body"]["id"],
        end_time="2026-03-02T16:30:00+08:00",
        charging_duration=9000,
        device_id="LANE-7",
        **stay
    )
)
queried = answer(client.parking_order_query("PYTHON_DEDUCTION"))
for _ in range(100):
    if queried["body"]["trade_state"] != "ACCEPTED":
        break
    time.sleep(0.05)
    queried = answer(client.parking_order_query("PYTHON_DEDUCTION"))

answers = {
    "entered": entered,
    "ordered": ordered,
    "queried": queried,
    "missing": answer(client.parking_order_query("NEVER_DEDUCTED")),
    "transferred": answer(
        client.mch_transfer_bills(
            out_bill_no="PYTHON1",
            transfer_scene_id="1005",
            openid="oPayee",
            transfer_amount=250000,
            transfer_remark="余额提现",
            user_name="王小明",
            transfer_scene_report_infos=[{"info_type": "岗位类型", "info_content": "车主"}],
        )
    ),
    "found": answer(client.mch_transfer_bills_query(out_bill_no="PYTHON1")),
    "cancelled": answer(client.mch_transfer_bills_cancel("PYTHON1")),
    "notices": [client.callback(notice["headers"], notice["body"]) for notice in given["notices"]],
}
json.dump(answers, sys.stdout)
