#include "render/legacy_filter.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace cityweave::render {
namespace {

using base::Json;
using base::JsonArray;

enum class Syntax { legacy, expression, either };

bool is_text(const Json& json, std::string_view text) {
    return json.string() && *json.string() == text;
}

bool is_one_of(std::string_view op, std::initializer_list<std::string_view> ops) {
    return std::find(ops.begin(), ops.end(), op) != ops.end();
}

Syntax syntax_of(const Json& filter);

Syntax syntax_of_children(const JsonArray& filter) {
    Syntax syntax = Syntax::either;
    for (std::size_t i = 1; i < filter.size(); ++i) {
        const Syntax child = syntax_of(filter[i]);
        if (child == Syntax::expression) return child;
        if (child == Syntax::legacy) syntax = child;
    }
    return syntax;
}

Syntax syntax_of_has(const JsonArray& filter) {
    if (filter.size() < 2 || is_text(filter[1], "$id") || is_text(filter[1], "$type")) return Syntax::legacy;
    return filter.size() == 2 ? Syntax::either : Syntax::expression;
}

Syntax syntax_of(const Json& filter) {
    if (filter.boolean()) return Syntax::either;
    const JsonArray* parts = filter.array();
    if (!parts || parts->empty()) return Syntax::legacy;
    const std::string op = parts->front().string() ? *parts->front().string() : "";
    if (op == "has") return syntax_of_has(*parts);
    if (op == "in") {
        const bool of_values = parts->size() >= 3 && (!(*parts)[1].string() || (*parts)[2].array());
        return of_values ? Syntax::expression : Syntax::legacy;
    }
    if (is_one_of(op, {"!in", "!has", "none"})) return Syntax::legacy;
    if (is_one_of(op, {"==", "!=", "<", "<=", ">", ">="})) {
        const bool plain = parts->size() == 3 && !(*parts)[1].array() && !(*parts)[2].array();
        return plain ? Syntax::legacy : Syntax::expression;
    }
    return op == "any" || op == "all" ? syntax_of_children(*parts) : Syntax::expression;
}

Json key_of(const Json& key) {
    if (is_text(key, "$type")) return JsonArray{"geometry-type"};
    if (is_text(key, "$id")) return JsonArray{"id"};
    return JsonArray{"get", key};
}

Json negated(Json filter) {
    return JsonArray{"!", std::move(filter)};
}

/// An ordering comparison of values of different types is false there, but an error in an expression.
Json compared(const std::string& op, const Json& key, const Json& value) {
    const Json held = key_of(key);
    Json comparison = JsonArray{op, held, value};
    if (op == "==" || op == "!=") return comparison;
    return JsonArray{"all", JsonArray{"==", JsonArray{"typeof", held}, value.string() ? "string" : "number"}, std::move(comparison)};
}

Json member(const JsonArray& filter) {
    return JsonArray{"in", key_of(filter[1]), JsonArray{"literal", JsonArray(filter.begin() + 2, filter.end())}};
}

Json present(const Json& key) {
    if (is_text(key, "$type")) return true;
    if (is_text(key, "$id")) return JsonArray{"!=", JsonArray{"id"}, nullptr};
    return JsonArray{"has", key};
}

Json joined(const std::string& op, const JsonArray& filter) {
    JsonArray all{op == "none" ? "all" : op.c_str()};
    for (std::size_t i = 1; i < filter.size(); ++i) {
        Json child = to_expression_filter(filter[i]);
        all.push_back(op == "none" ? negated(std::move(child)) : std::move(child));
    }
    return all;
}

} // namespace

bool is_legacy_filter(const Json& filter) {
    return syntax_of(filter) == Syntax::legacy;
}

Json to_expression_filter(const Json& filter) {
    if (filter.boolean()) return filter;
    const JsonArray* parts = filter.array();
    if (!parts || parts->empty()) return true;
    const std::string op = parts->front().string() ? *parts->front().string() : "";
    if (parts->size() == 1) return op != "any";
    if (is_one_of(op, {"any", "all", "none"})) return joined(op, *parts);
    if (op == "has") return present((*parts)[1]);
    if (op == "!has") return negated(present((*parts)[1]));
    if (op == "in") return member(*parts);
    if (op == "!in") return negated(member(*parts));
    const bool comparison = is_one_of(op, {"==", "!=", "<", "<=", ">", ">="}) && parts->size() >= 3;
    return comparison ? compared(op, (*parts)[1], (*parts)[2]) : Json(true);
}

} // namespace cityweave::render
