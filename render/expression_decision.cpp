#include "render/expression_node.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace cityweave::render {
namespace {

using Kind = ValueType::Kind;
using base::Json;
using base::JsonArray;

NodePtr too_few(Compiler& compiler, const JsonArray& expression, std::size_t least) {
    return compiler.fail(fmt::format("{} arguments", expression.size() - 1), fmt::format("at least {}", least));
}

// --- case -----------------------------------------------------------------------------------------------------------

struct Branch {
    NodePtr test;
    NodePtr output;
};

Evaluate case_evaluator(std::vector<Branch> branches, NodePtr otherwise) {
    return [branches = std::move(branches), otherwise = std::move(otherwise)](Evaluation& evaluation) -> ExpressionValue {
        for (const Branch& branch : branches) {
            const ExpressionValue test = branch.test->evaluate(evaluation);
            if (evaluation.failed()) return {};
            if (is_truthy(test)) return branch.output->evaluate(evaluation);
        }
        return otherwise->evaluate(evaluation);
    };
}

NodePtr parse_case(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() < 4) return too_few(compiler, expression, 3);
    if (expression.size() % 2 != 0) return compiler.fail("an even number of arguments", "an odd number");
    std::optional<ValueType> output_type = compiler.expected_output();
    std::vector<Branch> branches;
    std::vector<NodePtr> all;
    for (std::size_t i = 1; i + 1 < expression.size(); i += 2) {
        NodePtr test = compiler.argument(expression, i, types::boolean());
        NodePtr output = test ? compiler.argument(expression, i + 1, output_type) : nullptr;
        if (!output) return nullptr;
        if (!output_type) output_type = output->type;
        all.insert(all.end(), {test, output});
        branches.push_back({std::move(test), std::move(output)});
    }
    NodePtr otherwise = compiler.argument(expression, expression.size() - 1, output_type);
    if (!otherwise) return nullptr;
    all.push_back(otherwise);
    return make_node(*output_type, all, case_evaluator(std::move(branches), std::move(otherwise)));
}

// --- match ----------------------------------------------------------------------------------------------------------

/// The labels seen so far and the outputs they lead to.
struct MatchTable {
    Kind kind = Kind::value; ///< of all labels, once one is known
    std::map<std::string, std::size_t, std::less<>> by_text;
    std::map<double, std::size_t> by_number;
    std::vector<NodePtr> outputs;
};

constexpr double max_safe_integer = 9007199254740991.0;

/// What a label must be, if this one is not; empty if it is fine.
std::string label_fault(const Json& label, const MatchTable& table) {
    if (!label.is_number() && !label.string()) return "a number or string";
    if (label.is_number() && (std::abs(label.number()) > max_safe_integer || std::floor(label.number()) != label.number())) {
        return "an integer of at most 2^53 - 1";
    }
    const Kind kind = label.string() ? Kind::string : Kind::number;
    if (table.kind != Kind::value && table.kind != kind) return "a label of the same type as the others";
    const bool repeated = label.string() ? table.by_text.contains(*label.string()) : table.by_number.contains(label.number());
    return repeated ? "labels that differ" : "";
}

bool add_labels(Compiler& compiler, const Json& labels, std::size_t index, MatchTable& table) {
    const JsonArray single{labels.array() ? Json() : labels};
    const JsonArray& list = labels.array() ? *labels.array() : single;
    if (list.empty()) compiler.fail_at(index, "no label", "at least one");
    for (const Json& label : list) {
        const std::string fault = label_fault(label, table);
        if (!fault.empty()) compiler.fail_at(index, kind_name(label), fault);
        if (compiler.failed()) return false;
        table.kind = label.string() ? Kind::string : Kind::number;
        if (label.string()) table.by_text.emplace(*label.string(), table.outputs.size());
        if (label.is_number()) table.by_number.emplace(label.number(), table.outputs.size());
    }
    return !compiler.failed();
}

const ExpressionNode* chosen(const MatchTable& table, const ExpressionValue& input) {
    if (const auto* text = input.string()) {
        const auto found = table.by_text.find(*text);
        return found == table.by_text.end() ? nullptr : table.outputs[found->second].get();
    }
    if (const auto* number = input.number()) {
        const auto found = table.by_number.find(*number);
        return found == table.by_number.end() ? nullptr : table.outputs[found->second].get();
    }
    return nullptr;
}

NodePtr finish_match(Compiler& compiler, const JsonArray& expression, MatchTable table, const ValueType& output_type) {
    NodePtr input = compiler.argument(expression, 1, types::any());
    NodePtr otherwise = input ? compiler.argument(expression, expression.size() - 1, output_type) : nullptr;
    if (!otherwise) return nullptr;
    if (input->type.kind != Kind::value && input->type.kind != table.kind) {
        return compiler.fail_at(1, name_of(input->type), name_of(ValueType{table.kind}));
    }
    std::vector<NodePtr> all = table.outputs;
    all.insert(all.end(), {input, otherwise});
    return make_node(output_type, all, [table = std::move(table), input, otherwise](Evaluation& evaluation) -> ExpressionValue {
        const ExpressionValue value = input->evaluate(evaluation);
        if (evaluation.failed()) return {};
        const ExpressionNode* output = chosen(table, value);
        return (output ? output : otherwise.get())->evaluate(evaluation);
    });
}

NodePtr parse_match(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() < 5) return too_few(compiler, expression, 4);
    if (expression.size() % 2 != 1) return compiler.fail("an odd number of arguments", "an even number");
    std::optional<ValueType> output_type = compiler.expected_output();
    MatchTable table;
    for (std::size_t i = 2; i + 1 < expression.size(); i += 2) {
        if (!add_labels(compiler, expression[i], i, table)) return nullptr;
        NodePtr output = compiler.argument(expression, i + 1, output_type);
        if (!output) return nullptr;
        if (!output_type) output_type = output->type;
        table.outputs.push_back(std::move(output));
    }
    return finish_match(compiler, expression, std::move(table), *output_type);
}

// --- coalesce -------------------------------------------------------------------------------------------------------

NodePtr parse_coalesce(Compiler& compiler, const JsonArray& expression) {
    if (expression.size() < 2) return too_few(compiler, expression, 1);
    const std::optional<ValueType> expected = compiler.expected();
    std::optional<ValueType> output_type = compiler.expected_output();
    std::vector<NodePtr> all;
    bool needs_annotation = false;
    for (std::size_t i = 1; i < expression.size(); ++i) {
        // Without checks of their own, else a null among the arguments would be an error before the next is asked.
        NodePtr node = compiler.argument(expression, i, output_type, Annotation::omit);
        if (!node) return nullptr;
        if (!output_type) output_type = node->type;
        if (expected && !is_subtype(*expected, node->type)) needs_annotation = true;
        all.push_back(std::move(node));
    }
    const ValueType type = needs_annotation ? types::any() : *output_type;
    return make_node(type, all, [all](Evaluation& evaluation) -> ExpressionValue {
        ExpressionValue value;
        for (const NodePtr& node : all) {
            value = node->evaluate(evaluation);
            if (evaluation.failed() || !value.is_null()) break;
        }
        return value;
    });
}

// --- comparisons ----------------------------------------------------------------------------------------------------

enum class Comparison { equal, unequal, less, greater, less_or_equal, greater_or_equal };

bool is_order(Comparison comparison) {
    return comparison != Comparison::equal && comparison != Comparison::unequal;
}

bool is_comparable(Comparison comparison, Kind kind) {
    if (kind == Kind::string || kind == Kind::number || kind == Kind::value) return true;
    return !is_order(comparison) && (kind == Kind::boolean || kind == Kind::null);
}

/// By UTF-16 code units, as ECMAScript compares strings. That is the order of UTF-8 bytes, but for U+E000…U+FFFF (lead
/// bytes 0xEE and 0xEF), which come after everything beyond U+FFFF (0xF0 and up).
int compare_text(std::string_view a, std::string_view b) {
    const auto [left, right] = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
    if (left == a.end() || right == b.end()) return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
    const auto weight = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0xEE || byte == 0xEF ? byte + 0x100 : int{byte};
    };
    return weight(*left) < weight(*right) ? -1 : 1;
}

template <class T>
bool holds(Comparison comparison, const T& a, const T& b) {
    switch (comparison) {
    case Comparison::less: return a < b;
    case Comparison::greater: return a > b;
    case Comparison::less_or_equal: return a <= b;
    case Comparison::greater_or_equal: return a >= b;
    default: return false;
    }
}

ExpressionValue compare(Evaluation& evaluation, Comparison comparison, const ExpressionValue& a, const ExpressionValue& b) {
    if (comparison == Comparison::equal) return a == b;
    if (comparison == Comparison::unequal) return !(a == b);
    if (a.number() && b.number()) return holds(comparison, *a.number(), *b.number());
    if (a.string() && b.string()) return holds(comparison, compare_text(*a.string(), *b.string()), 0);
    return evaluation.fail(fmt::format("a comparison of {} with {}", name_of(type_of(a)), name_of(type_of(b))));
}

NodePtr check_comparison(Compiler& compiler, Comparison comparison, const NodePtr& a, const NodePtr& b) {
    for (const auto& [node, index] : {std::pair{a, 1}, std::pair{b, 2}}) {
        if (!is_comparable(comparison, node->type.kind)) {
            return compiler.fail_at(static_cast<std::size_t>(index), name_of(node->type), "a type that can be compared so");
        }
    }
    if (a->type.kind != b->type.kind && a->type.kind != Kind::value && b->type.kind != Kind::value) {
        return compiler.fail(fmt::format("{} and {}", name_of(a->type), name_of(b->type)), "two values of one type");
    }
    return a;
}

ParseOperator comparison_operator(Comparison comparison) {
    return [comparison](Compiler& compiler, const JsonArray& expression) -> NodePtr {
        if (expression.size() != 3) return compiler.fail(fmt::format("{} arguments", expression.size() - 1), "2 (collators are not known)");
        NodePtr a = compiler.argument(expression, 1, types::any());
        NodePtr b = a ? compiler.argument(expression, 2, types::any()) : nullptr;
        if (!b || !check_comparison(compiler, comparison, a, b)) return nullptr;
        if (is_order(comparison)) {
            if (a->type.kind == Kind::value && b->type.kind != Kind::value)
                a = make_assertion(b->type, {a});
            else if (b->type.kind == Kind::value && a->type.kind != Kind::value)
                b = make_assertion(a->type, {b});
        }
        return make_node(types::boolean(), {a, b}, [comparison, a, b](Evaluation& evaluation) -> ExpressionValue {
            const ExpressionValue left = a->evaluate(evaluation);
            if (evaluation.failed()) return {};
            const ExpressionValue right = b->evaluate(evaluation);
            return evaluation.failed() ? ExpressionValue() : compare(evaluation, comparison, left, right);
        });
    };
}

// --- all, any -------------------------------------------------------------------------------------------------------

/// Asks the arguments in turn until one is `decisive`.
ParseOperator junction(bool decisive) {
    return [decisive](Compiler& compiler, const JsonArray& expression) -> NodePtr {
        const auto all = compiler.arguments(expression, 1, types::boolean());
        if (!all) return nullptr;
        return make_node(types::boolean(), *all, [all = *all, decisive](Evaluation& evaluation) -> ExpressionValue {
            for (const NodePtr& node : all) {
                const ExpressionValue value = node->evaluate(evaluation);
                if (evaluation.failed()) return {};
                if (is_truthy(value) == decisive) return decisive;
            }
            return !decisive;
        });
    };
}

} // namespace

void add_decision_operators(OperatorTable& table) {
    table["case"] = parse_case;
    table["match"] = parse_match;
    table["coalesce"] = parse_coalesce;
    table["=="] = comparison_operator(Comparison::equal);
    table["!="] = comparison_operator(Comparison::unequal);
    table["<"] = comparison_operator(Comparison::less);
    table[">"] = comparison_operator(Comparison::greater);
    table["<="] = comparison_operator(Comparison::less_or_equal);
    table[">="] = comparison_operator(Comparison::greater_or_equal);
    table["all"] = junction(false);
    table["any"] = junction(true);
    table["!"] = plain({.result = types::boolean(), .parameters = {types::boolean()}, .apply = [](Evaluation&, const auto& values) {
                            return ExpressionValue(!is_truthy(values[0]));
                        }});
}

} // namespace cityweave::render
