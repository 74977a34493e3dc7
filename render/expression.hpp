// Style expressions (MapLibre style specification 8), compiled once and evaluated for many features. Knows the specification's types and
// operators; knows no layers, no tiles' bytes and no drawing.
#pragma once

#include "base/result.hpp"
#include "render/expression_value.hpp"
#include "tiles/feature.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cityweave::render {

enum class GeometryKind { point, line, polygon };

/// What an expression may ask of a feature. `properties` outlives the evaluation.
struct FeatureView {
    GeometryKind geometry = GeometryKind::point;
    std::optional<std::uint64_t> id{};
    const tiles::Properties* properties = nullptr; ///< null pointer: none
};

/// Values of the style's root `state`, read by `global-state`.
using State = std::map<std::string, ExpressionValue, std::less<>>;

/// Where an expression is evaluated. A feature or state left out makes their operators fail or give null, as specified.
struct ExpressionInput {
    double zoom = 0;
    const FeatureView* feature = nullptr;
    const State* state = nullptr;
};

class ExpressionNode;

/// A compiled expression; a cheap value, safe for many threads.
class Expression {
public:
    /// Checks the JSON form against the specification's types and the type expected. Problem "style-expression" says
    /// as its source where inside the expression (`[2][1]`), what was found and what was expected. Linear in size; depth is bounded
    /// by the JSON reader.
    [[nodiscard]] static base::Result<Expression> compile(const base::Json& json, const ValueType& expected);
    [[nodiscard]] static Expression constant(ExpressionValue value);

    /// The value, or Problem "style-evaluation" where the specification says it is an error (wrong type at run time,
    /// index out of range). What stands in its place is for the caller to say.
    [[nodiscard]] base::Result<ExpressionValue> evaluate(const ExpressionInput& input) const;

    [[nodiscard]] const ValueType& type() const;
    /// Whether the value may differ from feature to feature.
    [[nodiscard]] bool depends_on_feature() const;

private:
    explicit Expression(std::shared_ptr<const ExpressionNode> root) : root_(std::move(root)) {}
    std::shared_ptr<const ExpressionNode> root_;
};

/// Whether this JSON is an expression rather than a literal: an array that begins with a known operator's name.
[[nodiscard]] bool looks_like_expression(const base::Json& json);

} // namespace cityweave::render
