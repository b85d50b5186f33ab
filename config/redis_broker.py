"""The broker in Redis: kombu's, where a message whose end Redis could not be told is over for the worker all the same.

kombu's own keeps such a message among those in hand. Each worker may have two in hand, and it takes the next only when
one is over. So a Redis that froze for a second while two tasks ended left a worker that ran and took nothing, for ever.
"""

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    def ack(self, delivery_tag):
        """Redis may give it out once more after the visibility timeout; that is only one more hint to look for work."""
        try:
            super().ack(delivery_tag)
        except self.channel.connection_errors:
            virtual.QoS.ack(self, delivery_tag)
            raise

    def reject(self, delivery_tag, requeue=False):
        try:
            super().reject(delivery_tag, requeue=requeue)
        except self.channel.connection_errors:
            virtual.QoS.ack(self, delivery_tag)
            raise


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
