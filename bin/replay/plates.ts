// Plates of replayed cars: of the run and the car's number, so that every arrival is a new vehicle.

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const perLetter = 10_000;

const at = (text: string, index: number): string => text.charAt(index % text.length);

/** A seven-character plate. Cars of the opening count have negative numbers and take the far end of the serials. */
export const plateOf = (run: string, vehicleNumber: number): string => {
  const seed = parseInt(run, 16);
  const number = vehicleNumber >= 0 ? vehicleNumber : perLetter * 12 - vehicleNumber;
  const province = at(provinces, seed);
  const office = at(letters, Math.floor(seed / provinces.length));
  const first = at(letters, Math.floor(seed / (provinces.length * letters.length)) + Math.floor(number / perLetter));
  return `${province}${office}${first}${String(number % perLetter).padStart(4, '0')}`;
};
