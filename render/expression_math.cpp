#include "render/expression_node.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numbers>

namespace cityweave::render {
namespace {

using Values = std::vector<ExpressionValue>;

double number_at(const Values& values, std::size_t i) {
    return *values[i].number();
}

ParseOperator constant(double value) {
    return plain(
        {.result = types::number(), .parameters = {}, .apply = [value](Evaluation&, const Values&) { return ExpressionValue(value); }});
}

ParseOperator of_one(double (*function)(double)) {
    return plain({.result = types::number(), .parameters = {types::number()}, .apply = [function](Evaluation&, const Values& values) {
                      return ExpressionValue(function(number_at(values, 0)));
                  }});
}

ParseOperator of_two(double (*function)(double, double)) {
    return plain({.result = types::number(),
                  .parameters = {types::number(), types::number()},
                  .apply = [function](Evaluation&, const Values& values) {
                      return ExpressionValue(function(number_at(values, 0), number_at(values, 1)));
                  }});
}

/// Any number of arguments, joined one by one onto `start`.
ParseOperator fold(double start, double (*join)(double, double)) {
    return plain({.result = types::number(),
                  .parameters = {types::number()},
                  .variadic = true,
                  .apply = [start, join](Evaluation&, const Values& values) {
                      double result = start;
                      for (std::size_t i = 0; i < values.size(); ++i) result = join(result, number_at(values, i));
                      return ExpressionValue(result);
                  }});
}

/// ECMAScript's min and max: any NaN gives NaN.
double smaller(double a, double b) {
    return std::isnan(a) || std::isnan(b) ? std::numeric_limits<double>::quiet_NaN() : std::min(a, b);
}
double larger(double a, double b) {
    return std::isnan(a) || std::isnan(b) ? std::numeric_limits<double>::quiet_NaN() : std::max(a, b);
}

/// ECMAScript's power: 1 to an infinite or NaN power is NaN where C gives 1.
double power(double base, double exponent) {
    if (std::isnan(exponent) || (std::abs(base) == 1 && std::isinf(exponent))) return std::numeric_limits<double>::quiet_NaN();
    return std::pow(base, exponent);
}

NodePtr parse_minus(Compiler& compiler, const base::JsonArray& expression) {
    static const ParseOperator negate = of_one([](double x) { return -x; });
    static const ParseOperator subtract = of_two([](double a, double b) { return a - b; });
    if (expression.size() != 2 && expression.size() != 3)
        return compiler.fail(fmt::format("{} arguments", expression.size() - 1), "1 or 2");
    return expression.size() == 2 ? negate(compiler, expression) : subtract(compiler, expression);
}

} // namespace

void add_math_operators(OperatorTable& table) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    table["+"] = fold(0, [](double a, double b) { return a + b; });
    table["*"] = fold(1, [](double a, double b) { return a * b; });
    table["min"] = fold(infinity, smaller);
    table["max"] = fold(-infinity, larger);
    table["-"] = parse_minus;
    table["/"] = of_two([](double a, double b) { return a / b; });
    table["%"] = of_two([](double a, double b) { return std::fmod(a, b); });
    table["^"] = of_two(power);
    table["pi"] = constant(std::numbers::pi);
    table["e"] = constant(std::numbers::e);
    table["ln2"] = constant(std::numbers::ln2);
    table["sqrt"] = of_one([](double x) { return std::sqrt(x); });
    table["ln"] = of_one([](double x) { return std::log(x); });
    table["log2"] = of_one([](double x) { return std::log2(x); });
    table["log10"] = of_one([](double x) { return std::log10(x); });
    table["sin"] = of_one([](double x) { return std::sin(x); });
    table["cos"] = of_one([](double x) { return std::cos(x); });
    table["tan"] = of_one([](double x) { return std::tan(x); });
    table["asin"] = of_one([](double x) { return std::asin(x); });
    table["acos"] = of_one([](double x) { return std::acos(x); });
    table["atan"] = of_one([](double x) { return std::atan(x); });
    table["abs"] = of_one([](double x) { return std::abs(x); });
    table["round"] = of_one([](double x) { return std::round(x); }); // half away from zero, as the specification asks
    table["floor"] = of_one([](double x) { return std::floor(x); });
    table["ceil"] = of_one([](double x) { return std::ceil(x); });
}

} // namespace cityweave::render
