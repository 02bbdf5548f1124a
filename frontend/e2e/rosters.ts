import { idNumber } from "./sheet";

// A property company, the item by which it files its guards, and rows of their roster.
export const property = "益阳市绿洲物业服务有限公司";
export const item = "/items/430900-ZA-0013/situations?situation.type=property&situation.what=first";
export const head = ["姓名", "公民身份号码", "学历", "保安员证编号", "上岗日期", "岗位"];
export const chen = ["陈晓梅", "430922199208150023", "高中", "4309002024000123", "2026-09-01", "门卫"];
const detained = idNumber("430902", "19880412", "031"); // whom no roster may hold
export const luo = ["罗立新", detained, "初中", "4309002019000031", "2026-09-01", "巡逻"];
export const wrong = (row: string[], column: number, text: string): string[] => row.map((cell, i) => (i === column ? text : cell));
