"""Whether it is so here: context facts about lines, one file a family. Facts only; `decide` weighs them."""
