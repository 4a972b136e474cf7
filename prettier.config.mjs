// How everything is formatted.
export default { singleQuote: true, printWidth: 120 };
