#include "render/expression_node.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numbers>

namespace cityweave::render {
namespace {

using Kind = ValueType::Kind;
using base::Json;
using base::JsonArray;

// --- colour spaces --------------------------------------------------------------------------------------------------
// CIELAB and its polar form relative to D50, as the specification's interpolate-lab and interpolate-hcl use them.

struct Lab {
    double l;
    double a;
    double b;
};

constexpr double white_x = 0.96422;
constexpr double white_z = 0.82521;
constexpr double lab_epsilon = 6.0 / 29;

double linear_channel(double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double gamma_channel(double c) {
    const double encoded = c <= 0.00304 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    return std::clamp(encoded, 0.0, 1.0);
}

double lab_forward(double t) {
    return t > lab_epsilon * lab_epsilon * lab_epsilon ? std::cbrt(t) : t / (3 * lab_epsilon * lab_epsilon) + 4.0 / 29;
}

double lab_inverse(double t) {
    return t > lab_epsilon ? t * t * t : 3 * lab_epsilon * lab_epsilon * (t - 4.0 / 29);
}

Lab to_lab(const ColorValue& color) {
    const double r = linear_channel(color.red);
    const double g = linear_channel(color.green);
    const double b = linear_channel(color.blue);
    const double y = lab_forward(0.2225045 * r + 0.7168786 * g + 0.0606169 * b);
    const bool grey = r == g && g == b;
    const double x = grey ? y : lab_forward((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / white_x);
    const double z = grey ? y : lab_forward((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / white_z);
    return {std::max(0.0, 116 * y - 16), 500 * (x - y), 200 * (y - z)};
}

ColorValue from_lab(const Lab& lab, double alpha) {
    const double fy = (lab.l + 16) / 116;
    const double x = white_x * lab_inverse(fy + lab.a / 500);
    const double y = lab_inverse(fy);
    const double z = white_z * lab_inverse(fy - lab.b / 200);
    return {.red = gamma_channel(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
            .green = gamma_channel(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
            .blue = gamma_channel(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
            .alpha = alpha};
}

struct Hcl {
    double hue; ///< degrees; NaN for greys
    double chroma;
    double lightness;
};

Hcl to_hcl(const ColorValue& color) {
    const Lab lab = to_lab(color);
    const double chroma = std::hypot(lab.a, lab.b);
    double hue = std::atan2(lab.b, lab.a) * 180 / std::numbers::pi;
    if (hue < 0) hue += 360;
    if (std::round(chroma * 10000) == 0) hue = std::numeric_limits<double>::quiet_NaN();
    return {hue, chroma, lab.l};
}

double mixed(double a, double b, double t) {
    return a + t * (b - a);
}

/// The shorter way round; a grey takes the other's hue.
double mixed_hue(double a, double b, double t) {
    if (std::isnan(a)) return b;
    if (std::isnan(b)) return a;
    double difference = b - a;
    if (difference > 180)
        difference -= 360;
    else if (difference < -180)
        difference += 360;
    return a + t * difference;
}

/// Black and white have no chroma of their own to mix in.
double mixed_chroma(const Hcl& a, const Hcl& b, double t) {
    const auto extreme = [](double lightness) { return lightness == 0 || lightness == 1; };
    if (std::isnan(b.hue) && !std::isnan(a.hue) && extreme(b.lightness)) return a.chroma;
    if (std::isnan(a.hue) && !std::isnan(b.hue) && extreme(a.lightness)) return b.chroma;
    return mixed(a.chroma, b.chroma, t);
}

enum class ColorSpace { rgb, lab, hcl };

ColorValue mixed_color(const ColorValue& a, const ColorValue& b, double t, ColorSpace space) {
    const double alpha = mixed(a.alpha, b.alpha, t);
    if (space == ColorSpace::rgb) {
        return {.red = mixed(a.red, b.red, t), .green = mixed(a.green, b.green, t), .blue = mixed(a.blue, b.blue, t), .alpha = alpha};
    }
    if (space == ColorSpace::lab) {
        const Lab from = to_lab(a);
        const Lab to = to_lab(b);
        return from_lab({mixed(from.l, to.l, t), mixed(from.a, to.a, t), mixed(from.b, to.b, t)}, alpha);
    }
    const Hcl from = to_hcl(a);
    const Hcl to = to_hcl(b);
    const double hue = mixed_hue(from.hue, to.hue, t);
    const double chroma = mixed_chroma(from, to, t);
    const double angle = std::isnan(hue) ? 0 : hue * std::numbers::pi / 180;
    return from_lab({mixed(from.lightness, to.lightness, t), std::cos(angle) * chroma, std::sin(angle) * chroma}, alpha);
}

ExpressionValue mixed_value(const ExpressionValue& a, const ExpressionValue& b, double t, ColorSpace space) {
    if (a.number()) return mixed(*a.number(), *b.number(), t);
    if (a.color()) return mixed_color(*a.color(), *b.color(), t, space);
    ValueArray items;
    const std::size_t count = std::min(a.array()->size(), b.array()->size());
    for (std::size_t i = 0; i < count; ++i) items.emplace_back(mixed(*(*a.array())[i].number(), *(*b.array())[i].number(), t));
    return items;
}

// --- the way between two stops ----------------------------------------------------------------------------------------

struct Interpolation {
    enum class Kind { exponential, cubic_bezier };
    Kind kind = Kind::exponential;
    double base = 1;                  ///< of exponential; 1 is linear
    std::array<double, 4> controls{}; ///< of cubic-bezier: x1, y1, x2, y2
};

double exponential_share(double input, double base, double lower, double upper) {
    const double difference = upper - lower;
    if (difference == 0) return 0;
    if (base == 1) return (input - lower) / difference;
    return (std::pow(base, input - lower) - 1) / (std::pow(base, difference) - 1);
}

double bezier_coordinate(double p1, double p2, double t) {
    const double u = 1 - t;
    return 3 * u * u * t * p1 + 3 * u * t * t * p2 + t * t * t;
}

/// y of the curve where its x is `x`: bisection, since x rises with the parameter.
double bezier_share(const std::array<double, 4>& controls, double x) {
    if (x <= 0 || x >= 1) return std::clamp(x, 0.0, 1.0);
    double low = 0;
    double high = 1;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (bezier_coordinate(controls[0], controls[2], middle) < x ? low : high) = middle;
    }
    return bezier_coordinate(controls[1], controls[3], (low + high) / 2);
}

double share(const Interpolation& interpolation, double input, double lower, double upper) {
    if (interpolation.kind == Interpolation::Kind::exponential) return exponential_share(input, interpolation.base, lower, upper);
    return bezier_share(interpolation.controls, exponential_share(input, 1, lower, upper));
}

std::optional<Interpolation> bezier_of(const JsonArray& parts) {
    Interpolation interpolation{.kind = Interpolation::Kind::cubic_bezier};
    if (parts.size() != 5) return {};
    for (std::size_t i = 0; i < 4; ++i) {
        const Json& json = parts[i + 1];
        if (!json.is_number() || json.number() < 0 || json.number() > 1) return {};
        interpolation.controls[i] = json.number();
    }
    return interpolation;
}

std::optional<Interpolation> parse_interpolation(Compiler& compiler, const Json& json) {
    const JsonArray* parts = json.array();
    const std::string* name = parts && !parts->empty() ? parts->front().string() : nullptr;
    std::optional<Interpolation> interpolation;
    if (name && *name == "linear") interpolation = Interpolation{};
    if (name && *name == "exponential" && parts->size() > 1 && (*parts)[1].is_number())
        interpolation = Interpolation{.base = (*parts)[1].number()};
    if (name && *name == "cubic-bezier") interpolation = bezier_of(*parts);
    if (!interpolation) compiler.fail_at(1, kind_name(json), R"(["linear"], ["exponential", base] or ["cubic-bezier", x1, y1, x2, y2])");
    return interpolation;
}

// --- stops ----------------------------------------------------------------------------------------------------------

struct Stops {
    std::vector<double> inputs;
    std::vector<NodePtr> outputs;
};

/// Reads inputs and outputs from `first` on; the type is the first output's where none is expected. False after an error.
bool parse_stops(Compiler& compiler, const JsonArray& expression, std::size_t first, std::optional<ValueType>& type, Stops& stops) {
    for (std::size_t i = first; i + 1 < expression.size(); i += 2) {
        const Json& input = expression[i];
        if (!input.is_number())
            compiler.fail_at(i, kind_name(input), "a number written out");
        else if (!stops.inputs.empty() && stops.inputs.back() >= input.number())
            compiler.fail_at(i, number_text(input.number()), "a larger number than before");
        if (compiler.failed()) return false;
        NodePtr output = compiler.argument(expression, i + 1, type);
        if (!output) return false;
        if (!type) type = output->type;
        stops.inputs.push_back(input.number());
        stops.outputs.push_back(std::move(output));
    }
    return true;
}

/// The last stop whose input is at most `value`; the first for NaN and smaller values.
std::size_t stop_before(const Stops& stops, double value) {
    const auto after = std::upper_bound(stops.inputs.begin(), stops.inputs.end(), value);
    if (std::isnan(value) || after == stops.inputs.begin()) return 0;
    return static_cast<std::size_t>(after - stops.inputs.begin()) - 1;
}

bool is_interpolatable(const ValueType& type) {
    if (type.kind == Kind::number || type.kind == Kind::color) return true;
    return type.kind == Kind::array && type.length && type.item && type.item->kind == Kind::number;
}

Evaluate interpolator(Interpolation interpolation, NodePtr input, Stops stops, ColorSpace space) {
    return [interpolation, input = std::move(input), stops = std::move(stops), space](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue value = input->evaluate(evaluation);
        if (evaluation.failed()) return {};
        const std::size_t i = stop_before(stops, *value.number());
        const bool at_end = i + 1 == stops.inputs.size() || !(*value.number() > stops.inputs[i]);
        ExpressionValue lower = stops.outputs[i]->evaluate(evaluation);
        if (evaluation.failed() || at_end) return lower;
        const ExpressionValue upper = stops.outputs[i + 1]->evaluate(evaluation);
        if (evaluation.failed()) return {};
        return mixed_value(lower, upper, share(interpolation, *value.number(), stops.inputs[i], stops.inputs[i + 1]), space);
    };
}

NodePtr wrong_stops(Compiler& compiler, const JsonArray& expression) {
    return compiler.fail(fmt::format("{} arguments", expression.size() - 1), "an even number, at least 4");
}

std::vector<NodePtr> with_input(const Stops& stops, const NodePtr& input) {
    std::vector<NodePtr> all = stops.outputs;
    all.push_back(input);
    return all;
}

ParseOperator interpolate_operator(ColorSpace space) {
    return [space](Compiler& compiler, const JsonArray& expression) -> NodePtr {
        if (expression.size() < 5 || expression.size() % 2 != 1) return wrong_stops(compiler, expression);
        const auto interpolation = parse_interpolation(compiler, expression[1]);
        if (!interpolation) return nullptr;
        NodePtr input = compiler.argument(expression, 2, types::number());
        std::optional<ValueType> type = space == ColorSpace::rgb ? compiler.expected_output() : types::color();
        Stops stops;
        if (!input || !parse_stops(compiler, expression, 3, type, stops)) return nullptr;
        if (!is_interpolatable(*type)) return compiler.fail(name_of(*type), "a number, a colour or an array of numbers of known length");
        const std::vector<NodePtr> all = with_input(stops, input);
        return make_node(*type, all, interpolator(*interpolation, std::move(input), std::move(stops), space));
    };
}

NodePtr parse_step(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() < 5 || expression.size() % 2 != 1) return wrong_stops(compiler, expression);
    NodePtr input = compiler.argument(expression, 1, types::number());
    std::optional<ValueType> type = compiler.expected_output();
    NodePtr below = input ? compiler.argument(expression, 2, type) : nullptr;
    if (!below) return nullptr;
    if (!type) type = below->type;
    Stops stops{.inputs = {-std::numeric_limits<double>::infinity()}, .outputs = {below}};
    if (!parse_stops(compiler, expression, 3, type, stops)) return nullptr;
    const std::vector<NodePtr> all = with_input(stops, input);
    return make_node(*type, all, [input, stops = std::move(stops)](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue value = input->evaluate(evaluation);
        if (evaluation.failed()) return {};
        return stops.outputs[stop_before(stops, *value.number())]->evaluate(evaluation);
    });
}

} // namespace

void add_curve_operators(OperatorTable& table) {
    table["interpolate"] = interpolate_operator(ColorSpace::rgb);
    table["interpolate-lab"] = interpolate_operator(ColorSpace::lab);
    table["interpolate-hcl"] = interpolate_operator(ColorSpace::hcl);
    table["step"] = parse_step;
}

} // namespace cityweave::render
