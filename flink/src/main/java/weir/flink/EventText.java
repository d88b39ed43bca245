package weir.flink;

import java.math.BigDecimal;

/** What the stream processors' language and DynamoDB make of texts and numbers, so that a job takes the same events. */
final class EventText {
  // DynamoDB's numbers: 38 significant digits, from 1E-130 to 9.99…E+125.
  private static final int MAX_DIGITS = 38;
  private static final int MIN_EXPONENT = -130;
  private static final int MAX_EXPONENT = 125;
  /** No number within DynamoDB's limits needs more characters, unless padded with zeros without end. */
  private static final int MAX_NUMBER_LENGTH = 300;
  /** So many characters without an exponent are always within the limits. */
  private static final int ORDINARY_NUMBER_LENGTH = 17;

  private EventText() {}

  /** Without the white space around it that JavaScript's {@code trim} takes off, more than {@link String#strip}. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char character) {
    return character >= '\t' && character <= '\r' || character == '\ufeff' || Character.isSpaceChar(character);
  }

  /** Whether it holds half of a surrogate pair, which UTF-8 can't: texts that differ in one would become the same. */
  static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /** Whether DynamoDB can hold a JSON number. */
  static boolean isHoldable(String number) {
    if (number.length() <= ORDINARY_NUMBER_LENGTH && number.indexOf('e') < 0 && number.indexOf('E') < 0) {
      return true;
    }
    if (number.length() > MAX_NUMBER_LENGTH) {
      return false;
    }
    try {
      BigDecimal decimal = new BigDecimal(number).stripTrailingZeros();
      long exponent = (long) decimal.precision() - decimal.scale() - 1;
      return decimal.signum() == 0
          || decimal.precision() <= MAX_DIGITS && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT;
    } catch (NumberFormatException error) {
      // An exponent of more than ten digits.
      return false;
    }
  }
}
