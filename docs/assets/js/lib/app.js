/** Browsers inside apps (微信、企业微信、钉钉、飞书、QQ、支付宝) drop files that a page hands over, without a word. */
const APPS = /MicroMessenger|wxwork|DingTalk|AliApp|Lark\/|Feishu|QQ\//i;

export const isInApp = APPS.test(navigator.userAgent);
