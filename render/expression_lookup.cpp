#include "render/expression_node.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace cityweave::render {
namespace {

using Kind = ValueType::Kind;
using base::JsonArray;

NodePtr wrong_count(Compiler& compiler, const JsonArray& expression, std::string_view expected) {
    return compiler.fail(fmt::format("{} arguments", expression.size() - 1), std::string(expected));
}

// --- get, has, properties, id, geometry-type ----------------------------------------------------------------------------

const tiles::Value* find_in_feature(const Evaluation& evaluation, std::string_view key) {
    const FeatureView* feature = evaluation.input().feature;
    if (!feature || !feature->properties) return nullptr;
    for (const auto& [name, value] : *feature->properties) {
        if (name == key) return &value;
    }
    return nullptr;
}

const ExpressionValue* find_in_object(const ExpressionValue& object, std::string_view key) {
    for (const auto& [name, value] : *object.object()) {
        if (name == key) return &value;
    }
    return nullptr;
}

ExpressionValue get_or_has(const Evaluation& evaluation, std::string_view key, bool asks_presence) {
    const tiles::Value* value = find_in_feature(evaluation, key);
    if (asks_presence) return value != nullptr;
    return value ? value_from_tile(*value) : ExpressionValue();
}

/// `get` and `has`: of the feature, or of an object given.
ParseOperator property_operator(bool asks_presence) {
    return [asks_presence](Compiler& compiler, const JsonArray& expression) -> NodePtr {
        if (expression.size() != 2 && expression.size() != 3) return wrong_count(compiler, expression, "1 or 2");
        const ValueType type = asks_presence ? types::boolean() : types::any();
        NodePtr key = compiler.argument(expression, 1, types::string());
        if (!key) return nullptr;
        if (expression.size() == 2) {
            return make_node(
                type, {key},
                [key, asks_presence](Evaluation& evaluation) -> ExpressionValue {
                    const ExpressionValue name = key->evaluate(evaluation);
                    return evaluation.failed() ? ExpressionValue() : get_or_has(evaluation, *name.string(), asks_presence);
                },
                Purity::reads_feature);
        }
        NodePtr object = compiler.argument(expression, 2, types::object());
        if (!object) return nullptr;
        return make_node(type, {key, object}, [key, object, asks_presence](Evaluation& evaluation) -> ExpressionValue {
            const ExpressionValue name = key->evaluate(evaluation);
            if (evaluation.failed()) return {};
            const ExpressionValue holder = object->evaluate(evaluation);
            if (evaluation.failed()) return {};
            const ExpressionValue* found = find_in_object(holder, *name.string());
            if (asks_presence) return found != nullptr;
            return found ? *found : ExpressionValue();
        });
    };
}

ExpressionValue all_properties(const Evaluation& evaluation) {
    ValueObject members;
    const FeatureView* feature = evaluation.input().feature;
    if (feature && feature->properties) {
        for (const auto& [name, value] : *feature->properties) members.emplace_back(name, value_from_tile(value));
    }
    return members;
}

ExpressionValue feature_id(const Evaluation& evaluation) {
    const FeatureView* feature = evaluation.input().feature;
    return feature && feature->id ? ExpressionValue(static_cast<double>(*feature->id)) : ExpressionValue();
}

ExpressionValue geometry_type(const Evaluation& evaluation) {
    static constexpr std::array names = {"Point", "LineString", "Polygon"};
    const FeatureView* feature = evaluation.input().feature;
    return feature ? ExpressionValue(names[static_cast<std::size_t>(feature->geometry)]) : ExpressionValue();
}

/// An operator without arguments that looks at the feature.
ParseOperator of_feature(ValueType type, ExpressionValue (*look)(const Evaluation&)) {
    return plain({.result = std::move(type),
                  .parameters = {},
                  .apply = [look](Evaluation& evaluation, const auto&) { return look(evaluation); },
                  .purity = Purity::reads_feature});
}

NodePtr parse_global_state(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 2) return wrong_count(compiler, expression, "1");
    const std::string* key = expression[1].string();
    if (!key) return compiler.fail_at(1, kind_name(expression[1]), "the name of a state property, as a string");
    return make_node(
        types::any(), {},
        [key = *key](Evaluation& evaluation) -> ExpressionValue {
            const State* state = evaluation.input().state;
            if (!state) return {};
            const auto found = state->find(key);
            return found == state->end() ? ExpressionValue() : found->second;
        },
        Purity::reads_outside);
}

// --- at, in, index-of, length, slice ------------------------------------------------------------------------------------

ExpressionValue item_at(Evaluation& evaluation, double index, const ValueArray& items) {
    const auto size = static_cast<double>(items.size());
    if (!(index >= 0) || index >= size) return evaluation.fail(fmt::format("index {} in an array of {}", number_text(index), items.size()));
    if (index != std::floor(index)) return evaluation.fail(fmt::format("index {}, which is no integer", number_text(index)));
    return items[static_cast<std::size_t>(index)];
}

NodePtr parse_at(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 3) return wrong_count(compiler, expression, "2");
    NodePtr index = compiler.argument(expression, 1, types::number());
    NodePtr input = index ? compiler.argument(expression, 2, types::array(compiler.expected().value_or(types::any()))) : nullptr;
    if (!input) return nullptr;
    const ValueType type = input->type.item ? *input->type.item : types::any();
    return make_node(type, {index, input}, [index, input](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue i = index->evaluate(evaluation);
        if (evaluation.failed()) return {};
        const ExpressionValue items = input->evaluate(evaluation);
        return evaluation.failed() ? ExpressionValue() : item_at(evaluation, *i.number(), *items.array());
    });
}

bool may_be_needle(const ExpressionValue& value) {
    return value.is_null() || value.boolean() || value.number() || value.string();
}

bool may_be_needle(Kind kind) {
    return kind == Kind::boolean || kind == Kind::string || kind == Kind::number || kind == Kind::null || kind == Kind::value;
}

std::size_t utf16_length(std::u32string_view text) {
    return text.size() + static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char32_t c) { return c >= 0x10000; }));
}

std::u32string wide(const std::string& text) {
    const auto points = base::code_points(text);
    return {points.begin(), points.end()};
}

/// Position in code points at or after UTF-16 index `from`.
std::size_t code_point_index(std::u32string_view text, double from) {
    std::size_t units = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (static_cast<double>(units) >= from) return i;
        units += text[i] >= 0x10000 ? 2U : 1U;
    }
    return text.size();
}

double position_in_text(const std::string& needle, const std::string& haystack, double from) {
    const std::u32string text = wide(haystack);
    const std::u32string sought = wide(needle);
    if (sought.empty()) return std::clamp(std::trunc(from), 0.0, static_cast<double>(utf16_length(text)));
    const std::size_t found = text.find(sought, code_point_index(text, std::max(0.0, std::trunc(from))));
    return found == std::u32string::npos ? -1 : static_cast<double>(found);
}

double position_in_array(const ExpressionValue& needle, const ValueArray& items, double from) {
    const auto size = static_cast<double>(items.size());
    double start = std::isnan(from) ? 0 : std::trunc(from);
    if (start < 0) start = std::max(0.0, size + start);
    for (double i = start; i < size; ++i) {
        if (items[static_cast<std::size_t>(i)] == needle) return i;
    }
    return -1;
}

/// Where the needle stands, -1 if nowhere.
ExpressionValue position_of(Evaluation& evaluation, const ExpressionValue& needle, const ExpressionValue& haystack, double from) {
    if (!may_be_needle(needle)) return evaluation.fail("a search for a value of type " + name_of(type_of(needle)));
    if (const auto* text = haystack.string())
        return position_in_text(to_text(needle.is_null() ? ExpressionValue("null") : needle), *text, from);
    if (const auto* items = haystack.array()) return position_in_array(needle, *items, from);
    return evaluation.fail("a search in a value of type " + name_of(type_of(haystack)));
}

NodePtr check_needle(Compiler& compiler, const NodePtr& needle) {
    if (needle && !may_be_needle(needle->type.kind)) return compiler.fail_at(1, name_of(needle->type), "a boolean, string, number or null");
    return needle;
}

NodePtr parse_in(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 3) return wrong_count(compiler, expression, "2");
    NodePtr needle = check_needle(compiler, compiler.argument(expression, 1, types::any()));
    NodePtr haystack = needle ? compiler.argument(expression, 2, types::any()) : nullptr;
    if (!haystack) return nullptr;
    return make_node(types::boolean(), {needle, haystack}, [needle, haystack](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue sought = needle->evaluate(evaluation);
        if (evaluation.failed()) return {};
        const ExpressionValue holder = haystack->evaluate(evaluation);
        if (evaluation.failed()) return {};
        if (!is_truthy(holder)) return false;
        const ExpressionValue position = position_of(evaluation, sought, holder, 0);
        return evaluation.failed() ? ExpressionValue() : ExpressionValue(*position.number() >= 0);
    });
}

NodePtr parse_index_of(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 3 && expression.size() != 4) return wrong_count(compiler, expression, "2 or 3");
    NodePtr needle = check_needle(compiler, compiler.argument(expression, 1, types::any()));
    NodePtr haystack = needle ? compiler.argument(expression, 2, types::any()) : nullptr;
    NodePtr from = !haystack ? nullptr : expression.size() == 4 ? compiler.argument(expression, 3, types::number()) : make_literal(0.0);
    if (!from) return nullptr;
    return make_node(types::number(), {needle, haystack, from}, [needle, haystack, from](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue sought = needle->evaluate(evaluation);
        const ExpressionValue holder = haystack->evaluate(evaluation);
        const ExpressionValue start = from->evaluate(evaluation);
        return evaluation.failed() ? ExpressionValue() : position_of(evaluation, sought, holder, *start.number());
    });
}

NodePtr parse_length(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 2) return wrong_count(compiler, expression, "1");
    NodePtr input = compiler.argument(expression, 1);
    if (!input) return nullptr;
    const Kind kind = input->type.kind;
    if (kind != Kind::array && kind != Kind::string && kind != Kind::value) {
        return compiler.fail_at(1, name_of(input->type), "a string or array");
    }
    return make_node(types::number(), {input}, [input](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue value = input->evaluate(evaluation);
        if (evaluation.failed()) return {};
        if (const auto* text = value.string()) return static_cast<double>(base::code_points(*text).size());
        if (const auto* items = value.array()) return static_cast<double>(items->size());
        return evaluation.fail("the length of a value of type " + name_of(type_of(value)));
    });
}

/// ECMAScript's slice positions: truncated, negative from the end, clamped.
std::size_t slice_position(double position, std::size_t size) {
    if (std::isnan(position)) return 0;
    double p = std::trunc(position);
    if (p < 0) p += static_cast<double>(size);
    return static_cast<std::size_t>(std::clamp(p, 0.0, static_cast<double>(size)));
}

ExpressionValue slice(Evaluation& evaluation, const ExpressionValue& input, double begin, double end) {
    if (const auto* items = input.array()) {
        const std::size_t from = slice_position(begin, items->size());
        const std::size_t to = std::max(from, slice_position(end, items->size()));
        return ValueArray(items->begin() + static_cast<std::ptrdiff_t>(from), items->begin() + static_cast<std::ptrdiff_t>(to));
    }
    const auto* text = input.string();
    if (!text) return evaluation.fail("a slice of a value of type " + name_of(type_of(input)));
    const auto points = base::code_points(*text);
    const std::size_t from = slice_position(begin, points.size());
    const std::size_t to = slice_position(end, points.size());
    std::string part;
    for (std::size_t i = from; i < to; ++i) base::append_utf8(part, points[i]);
    return part;
}

NodePtr parse_slice(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() != 3 && expression.size() != 4) return wrong_count(compiler, expression, "2 or 3");
    NodePtr input = compiler.argument(expression, 1, types::any());
    NodePtr begin = input ? compiler.argument(expression, 2, types::number()) : nullptr;
    NodePtr end = !begin ? nullptr : expression.size() == 4 ? compiler.argument(expression, 3, types::number()) : make_literal(HUGE_VAL);
    if (!end) return nullptr;
    const Kind kind = input->type.kind;
    if (kind != Kind::array && kind != Kind::string && kind != Kind::value) {
        return compiler.fail_at(1, name_of(input->type), "a string or array");
    }
    // A slice of a fixed-length array is an array of the same items, of no known length.
    const ValueType type = kind == Kind::array ? types::array(input->type.item ? *input->type.item : types::any()) : input->type;
    return make_node(type, {input, begin, end}, [input, begin, end](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue whole = input->evaluate(evaluation);
        const ExpressionValue from = begin->evaluate(evaluation);
        const ExpressionValue to = end->evaluate(evaluation);
        return evaluation.failed() ? ExpressionValue() : slice(evaluation, whole, *from.number(), *to.number());
    });
}

} // namespace

ExpressionValue value_from_tile(const tiles::Value& value) {
    return std::visit(
        [](const auto& held) -> ExpressionValue {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, bool>)
                return held;
            else
                return static_cast<double>(held);
        },
        value);
}

void add_lookup_operators(OperatorTable& table) {
    table["get"] = property_operator(false);
    table["has"] = property_operator(true);
    table["properties"] = of_feature(types::object(), all_properties);
    table["id"] = of_feature(types::any(), feature_id);
    table["geometry-type"] = of_feature(types::string(), geometry_type);
    table["global-state"] = parse_global_state;
    table["at"] = parse_at;
    table["in"] = parse_in;
    table["index-of"] = parse_index_of;
    table["length"] = parse_length;
    table["slice"] = parse_slice;
    // Sheets have no feature state: every key is missing.
    table["feature-state"] = plain({.result = types::any(),
                                    .parameters = {types::string()},
                                    .apply = [](Evaluation&, const auto&) { return ExpressionValue(); },
                                    .purity = Purity::reads_feature});
}

} // namespace cityweave::render
